// From paths that compilers write to paths that the tool shows.
#pragma once

#include <string>
#include <string_view>

namespace abi {

/// Returns `path` if it is absolute, else `folder`/`path`.
std::string join_paths(std::string_view folder, std::string_view path);

/// Returns `path` without "." and "..", and relative to `root` if it lies below it. Works on the text only: reads no
/// file.
std::string below_root(const std::string& root, std::string_view path);

}  // namespace abi
