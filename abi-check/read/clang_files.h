// The file system of one unit: a working directory of its own over files that
// all units share.
#pragma once

#include <mutex>
#include <string>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace abi {

/// `files` seen from `directory`. Null: the disk. Given files need not be safe
/// for several threads: every look-up holds `lock`, which the units share; only
/// the contents of an opened file and the iteration of a listed directory are
/// read outside it.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_from_directory(
    const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files, const std::string& directory, std::mutex& lock);

}  // namespace abi
