// Which files a layer's inputs mean.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace abi {

/// Does a path match a glob? `*` and `?` stay inside one folder, `**` crosses any number of them.
bool matches_path(std::string_view glob, std::string_view path);

/// The part of a glob before its first wild card, up to a slash: where to look.
std::string literal_folder(std::string_view glob);

/// Files below `root` that match `glob`, relative to it and sorted. A glob without a wild card is
/// itself, whether it exists or not. Hidden folders are not entered.
std::vector<std::string> expand_on_disk(const std::string& root, const std::string& glob);

/// The same for files that are listed (an older revision).
std::vector<std::string> expand_in_list(std::span<const std::string> files, const std::string& glob);

}  // namespace abi
