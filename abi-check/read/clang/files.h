// The file system of one unit: its own working directory, over files that all units share.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "cache/content.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace abi::clang_reader {

/// What the units of one request share. Every unit looks for the same headers in the same folders and mostly does not
/// find them, so each answer is remembered. The files must not change while they are read.
struct SharedFiles {
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;  // null: the disk
    std::mutex files_lock;
    llvm::StringMap<llvm::ErrorOr<llvm::vfs::Status>> statuses;  // by absolute path
    llvm::StringMap<ContentHash> hashes;                         // of each file that was read, by absolute path
    std::mutex statuses_lock;                                    // of `statuses` and `hashes`
};

/// What one unit saw of the file system, by absolute paths.
struct FilesSeen {
    llvm::StringSet<> asked;   // paths that were looked for, found or not
    llvm::StringSet<> listed;  // folders whose entries were listed
};

/// Enough about a path to notice that another file is there or that the file has changed.
struct FileState {
    enum class Kind { nothing, file, folder } kind = Kind::nothing;
    std::uint64_t size_bytes = 0;
    std::uint64_t modified_ns = 0;  // since 1970
    std::uint64_t number = 0;       // of the file in its file system

    friend bool operator==(const FileState&, const FileState&) = default;
};
FileState state_of(const llvm::ErrorOr<llvm::vfs::Status>& status);

/// Returns `shared.files` with `directory` as the working directory. `shared.files` need not be safe for several
/// threads: every look-up holds `files_lock`. Only the contents of an opened file and the entries of a listed directory
/// are read without it. Records every look-up in `seen`, if given; `seen` must outlive the file system.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files_from_directory(SharedFiles& shared, const std::string& directory,
                                                                     FilesSeen* seen = nullptr);

}  // namespace abi::clang_reader
