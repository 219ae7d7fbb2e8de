// A patch as `diff -u` and git write it, which `patch -p1` and `git apply` read.
#pragma once

#include <string>
#include <string_view>

namespace abi::fix {

/// The changes of one file, with three lines around each; "" if there are none. `path`: as it is printed, relative.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace abi::fix
