// Builds the tree of files from the initial RAM disk. Refuses every unusual archive here, each with its own error.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/cpio.h"
#include "core/error_list.h"
#include "core/node.h"

namespace core {

#define REFKERNEL_VFS_ERRORS(X)                                                      \
    X(none, "good")                                                                  \
    X(archive, "see BuiltVfs::archive_error")                                        \
    X(empty_name, "a name is empty")                                                 \
    X(absolute_name, "a name begins with /")                                         \
    X(dot_dot, "a name contains ..")                                                 \
    X(long_name, "a component of a name has more than 111 bytes")                    \
    X(other_kind, "an entry is neither a regular file nor a directory")              \
    X(hard_link, "an entry is a hard link: its bytes are stored under another name") \
    X(duplicate, "a name occurs twice")                                              \
    X(file_as_directory, "a file is used as a directory")                            \
    X(directory_over_file, "a directory has the name of a file")                     \
    X(file_over_directory, "a file has the name of a directory")                     \
    X(too_many, "it has too many files and directories for the kernel")
REFKERNEL_ERROR_LIST(VfsError, REFKERNEL_VFS_ERRORS)

struct BuiltVfs {
    VfsError error = VfsError::none;
    CpioError archive_error = CpioError::none;  // valid if `error` is VfsError::archive
    std::size_t offset = 0;                     // of the last entry that was read, in bytes
    std::uint32_t entries = 0;                  // the number of entries before that one
    Vfs vfs{};                                  // valid if `error` is VfsError::none
};

inline std::string_view describe(const BuiltVfs& built) {
    return built.error == VfsError::archive ? describe(built.archive_error) : describe(built.error);
}

/// Builds the tree of a newc archive; it always has /dev, /dev/console and /tmp. `nodes` and `archive` must outlive it.
BuiltVfs build_vfs(std::span<const std::uint8_t> archive, std::span<Node> nodes);

}  // namespace core
