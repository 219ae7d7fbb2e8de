// An older revision as a file system: nothing is checked out, a dirty work tree is welcome.
#pragma once

#include <string>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "model/problem.h"

namespace abi {

/// Below the work tree's root: the files of `commit` instead of those that git tracks (or would
/// track) now. What git ignores, such as generated headers, and everything outside of the work tree
/// comes from the disk. May be used from several threads.
Result<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>> files_at(const std::string& root, const std::string& commit);

}  // namespace abi
