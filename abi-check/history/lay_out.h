// An older revision on the disk, for programs that cannot read git's objects, such as compilers.
//
//     FOLDER/home/me/project/src/ring.zig   the file of the revision
//     FOLDER/home/me/project/build          a link to /home/me/project/build, which git ignores
//     FOLDER/home/me/other                  a link to /home/me/other
//
// A path of the disk with FOLDER before it is that path at the revision. So a relative path also leads out of the work
// tree, to today's files. Nothing in the repository is written.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "history/git.h"

namespace abi {

/// Writes the files of `tree` below `folder`, an absolute path. `hidden`: the files of the work tree that the revision
/// replaces (git_work_files). A symbolic link to an absolute path in the work tree leads to the revision's file.
/// A submodule whose commit is not here is an empty folder. A file whose object git does not have is left out, and is
/// no problem, because few of the files are read. Returns what could not be written.
std::vector<Problem> lay_out(const GitTree& tree, const std::set<std::string>& hidden, const std::string& folder);

}  // namespace abi
