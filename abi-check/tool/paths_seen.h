// The paths of the disk that decide what a run finds: files that it read, files that it looked for and did not find,
// and folders whose names it listed. --watch waits until one of them changes.
//
//     Terms ─► configuration, specs, baseline ─┐
//     inputs ─► files, folders of patterns ────┼─► PathsSeen ─► os/changes
//     clang, compilers ─► all that they ask ───┘
#pragma once

#include <map>
#include <mutex>
#include <string>

namespace abi {

class PathsSeen {
  public:
    /// A relative path is one in the current folder. `is_listed`: a folder of which the names count. Ignores what the
    /// kernel itself tells (/proc, /sys) and devices.
    void add(const std::string& path, bool is_listed = false);
    void add_list(const std::string& folder) { add(folder, true); }

    /// Absolute; true: the names in this folder count. As os/changes.h takes them.
    std::map<std::string, bool> paths() const;

  private:
    mutable std::mutex lock_;
    std::map<std::string, bool> paths_;
};

}  // namespace abi
