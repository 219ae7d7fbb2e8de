// The file system of one unit: a working directory of its own over files that
// all units share, and what is known of them.
#pragma once

#include <mutex>
#include <string>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace abi {

/// What the units of one request share. Every unit looks for the same headers in
/// the same folders, mostly in vain: what was asked once is remembered, so the
/// files must not change while they are read.
struct SharedFiles {
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;  // null: the disk
    std::mutex files_lock;
    llvm::StringMap<llvm::ErrorOr<llvm::vfs::Status>> statuses;  // by absolute path
    std::mutex statuses_lock;
};

/// `shared.files` seen from `directory`. Given files need not be safe for
/// several threads: every look-up holds `files_lock`; only the contents of an
/// opened file and the iteration of a listed directory are read outside it.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_from_directory(SharedFiles& shared, const std::string& directory);

}  // namespace abi
