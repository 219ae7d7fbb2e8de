// An older revision as a file system. Nothing is checked out, and the work tree may have uncommitted changes.
#pragma once

#include <string>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "model/problem.h"

namespace abi {

/// Returns a file system in which the work tree has the files of `commit` instead of its tracked and untracked files.
/// Files that git ignores, such as generated headers, and files outside of the work tree come from the disk. Several
/// threads may use it.
Result<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>> files_at(const std::string& root, const std::string& commit);

}  // namespace abi
