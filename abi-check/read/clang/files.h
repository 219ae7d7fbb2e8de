// The file system of one unit: its own working directory, over files that all units share.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cache/content.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace abi::clang_reader {

/// A path that a unit looked at.
struct KnownPath {
    std::uint32_t number = 0;  // in the order in which units first looked at the paths
    std::optional<llvm::ErrorOr<llvm::vfs::Status>> status;
    std::optional<ContentHash> hash;  // of a file that was read
};

/// What the units of one request share. Every unit looks for the same headers in the same folders and mostly does not
/// find them, so each answer is remembered. The files must not change while they are read.
struct SharedFiles {
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files;  // null: the disk
    std::mutex files_lock;
    llvm::StringMap<KnownPath> paths;  // by absolute path
    std::mutex paths_lock;
};

std::vector<llvm::StringRef> paths_by_number(const SharedFiles& files);

/// What one unit saw of the file system, as numbers of paths: thousands of units look at the same thousands of paths.
struct FilesSeen {
    llvm::DenseSet<std::uint32_t> asked;   // looked for, found or not
    llvm::DenseSet<std::uint32_t> listed;  // folders whose entries were listed

    void add(FilesSeen other);
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
