// An older revision as a file system. Nothing is checked out, and the work tree may have uncommitted changes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "model/problem.h"

namespace abi {

/// Where a path leads in a revision, after all symbolic links on the way.
enum class Origin : std::uint8_t {
    revision,  // a file that git has
    folder,    // a folder that git has
    disk,      // outside of the work tree, or ignored by git: it has no past, so the disk tells what it is
    nothing,   // the revision does not have it
    unknown    // in a submodule whose objects are not here, or git cannot read it
};

/// A path of a revision.
struct PathThen {
    Origin origin = Origin::disk;
    std::string path;  // absolute, without symbolic links
};

/// An older revision. Several threads may use it.
struct Revision {
    /// The work tree has the files of the revision instead of its tracked and untracked files; a submodule has those of
    /// the commit that the revision records. Files that git ignores, such as generated headers, and files outside of
    /// the work tree come from the disk. Symbolic links are followed as they are in the revision.
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files{};

    /// All its files, also those of submodules, relative to the root.
    std::vector<std::string> listed;

    /// Where an absolute path leads.
    std::function<PathThen(const std::string&)> find;

    /// Writes the revision into a folder for programs that read the disk (see lay_out.h). Returns why it could not.
    std::function<std::vector<Problem>(const std::string& folder)> lay_out;

    /// The paths of origin `unknown` that were looked for since the last call. What was read meanwhile is worthless.
    std::function<std::vector<std::string>()> take_unknown;
};

/// The revision `commit` of the work tree at `root`, an absolute path without symbolic links.
Result<Revision> files_at(const std::string& root, const std::string& commit);

}  // namespace abi
