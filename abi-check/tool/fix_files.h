// The sources that --fix edits: their texts in memory, as a file system that the reader clang can read, and on the
// disk.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "model/problem.h"

namespace abi {

/// A source, and what it becomes.
struct EditedFile {
    std::string path;    // absolute
    std::string shown;   // as it is printed
    std::string before;  // what the disk had when the edits were found
    std::string after;
};

/// The disk, on which the files with these absolute paths have other contents.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk_with(const std::map<std::string, std::string>& texts);

/// Writes all files or none. Refuses a file that nobody may write, that changed since it was read, or of which an
/// editor has changes that are not saved (Emacs tells by a link beside it).
std::vector<Problem> write_edited(std::span<const EditedFile> files);

}  // namespace abi
