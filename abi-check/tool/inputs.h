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

struct Expansion {
    std::vector<std::string> files;       // relative to the root and sorted
    std::vector<std::string> unreadable;  // folders that may hold more of them
};

/// What matches `glob` below `root`: files, and links that lead nowhere. A glob without a wild card is
/// itself, whether it exists or not. Hidden folders and links to folders are not entered.
Expansion expand_on_disk(const std::string& root, const std::string& glob);

/// The same for files that are listed (an older revision).
std::vector<std::string> expand_in_list(std::span<const std::string> files, const std::string& glob);

}  // namespace abi
