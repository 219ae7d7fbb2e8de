// Patterns of names and of paths.
#pragma once

#include <string>
#include <string_view>

namespace abi {

/// Whether `name` matches `pattern`. `*` stands for any run of characters, `?` for one character.
bool matches_glob(std::string_view pattern, std::string_view name);

/// Whether `path` matches `glob`. `*` and `?` do not match a slash; `**` matches any number of folders.
bool matches_path(std::string_view glob, std::string_view path);

/// The folder part of a glob before its first wild card. Files that match lie in it or below it.
std::string literal_folder(std::string_view glob);

/// Whether a glob has a wild card. If not, it is the path of one file.
bool has_wild_card(std::string_view glob);

}  // namespace abi
