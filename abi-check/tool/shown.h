// The base of all paths that the tool prints. Services that read reports know files by their paths in the repository,
// so the base is the root of the git repository that holds the current folder; without one, the current folder.
//
//     paths on the command line        relative to the current folder ─► shown_here ─┐
//     paths in the configuration, and                                                ├─► relative to the base
//     what readers return              relative to the project's root ─► shown       ─┘
//
// A file outside of the base has its absolute path.
#pragma once

#include <string>

#include "read/reading.h"

namespace abi {

/// The base, absolute and without symbolic links.
std::string base_folder();

/// A path that is relative to `folder`, which is absolute, as it is printed. Words in brackets that stand in the place
/// of a path, such as "(temporary folder)", stay as they are. An empty `base` changes nothing.
std::string shown_from(const std::string& folder, const std::string& base, const std::string& path);

/// The same for a path that is relative to the current folder.
std::string shown_here(const std::string& path);

/// All paths of a reading, whose reader showed them relative to `root`, as they are printed.
void show_from(const std::string& root, const std::string& base, Reading& reading);

}  // namespace abi
