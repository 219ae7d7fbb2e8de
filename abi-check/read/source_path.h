// Paths as compilers write them, and as the project shows them.
#pragma once

#include <string>
#include <string_view>

namespace abi {

/// `path` if it is absolute, else below `folder`.
std::string join_paths(std::string_view folder, std::string_view path);

/// `path` without "." and "..", relative to `root` when it lies below it. Lexical: no file is looked at.
std::string below_root(const std::string& root, std::string_view path);

}  // namespace abi
