// The file system of one unit: a working directory of its own over files that
// all units share, and what is known of them.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace abi::clang_reader {

/// What the units of one request share. Every unit looks for the same headers in
/// the same folders, mostly in vain: what was asked once is remembered, so the
/// files must not change while they are read.
struct SharedFiles {
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;  // null: the disk
    std::mutex files_lock;
    llvm::StringMap<llvm::ErrorOr<llvm::vfs::Status>> statuses;  // by absolute path
    std::mutex statuses_lock;
};

/// What one unit saw of the file system, by absolute paths.
struct FilesSeen {
    llvm::StringSet<> asked;   // what is there, or that nothing is
    llvm::StringSet<> listed;  // folders
};

/// What lies at a path, as far as it takes to notice that it is another file or has changed.
struct FileState {
    enum class Kind { nothing, file, folder } kind = Kind::nothing;
    std::uint64_t size_bytes = 0;
    std::uint64_t modified_ns = 0;  // since 1970
    std::uint64_t number = 0;       // of the file in its file system

    friend bool operator==(const FileState&, const FileState&) = default;
};
FileState state_of(const llvm::ErrorOr<llvm::vfs::Status>& status);

/// `shared.files` seen from `directory`. Given files need not be safe for
/// several threads: every look-up holds `files_lock`; only the contents of an
/// opened file and the iteration of a listed directory are read outside it.
/// What is asked of it is noted in `seen`, if there is one; it has to outlive the file system.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_from_directory(SharedFiles& shared, const std::string& directory,
                                                                     FilesSeen* seen = nullptr);

}  // namespace abi::clang_reader
