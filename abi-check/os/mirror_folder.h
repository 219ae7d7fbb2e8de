// Another view of the disk: some files have other contents, and all paths have a prefix.
//
//     mirror/home/me/crate/src/lib.rs     a changed copy
//     mirror/home/me/crate/src/ring.rs    a link to /home/me/crate/src/ring.rs
//
// A program that starts at a file of the mirror finds its neighbours there, also by "..". Nothing outside is written.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "model/problem.h"

namespace abi {

class MirrorFolder {
  public:
    /// `path`: the prefix, an absolute path. It is made when a file is added.
    explicit MirrorFolder(std::string path) : path_(std::move(path)) {}

    const std::string& path() const { return path_; }

    /// The path in the mirror of an absolute path.
    std::string mirrored(const std::string& real) const { return path_ + real; }

    /// Adds an empty folder, so that ".." leads out of it.
    std::optional<Problem> add_folder(const std::string& real);

    /// Adds a file as it is. Paths are absolute and normal.
    std::optional<Problem> link(const std::string& real);

    /// Adds a file with this content. Removes it if there is no content.
    std::optional<Problem> write(const std::string& real, const std::optional<std::string>& content);

    /// Adds a folder with links to all that is in it.
    std::optional<Problem> link_all_in(const std::string& folder);

    /// Removes the prefix from all paths in a text.
    std::string real_paths(std::string text) const;

  private:
    std::string path_;
    std::set<std::string> folders_{};  // that are folders of the mirror itself, and not links
};

}  // namespace abi
