// Builds the tree of files from the initial RAM disk. Refuses every unusual archive here, each with its own error.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/cpio.h"
#include "core/node.h"

namespace core {

enum class VfsError : std::uint8_t {
    none,
    archive,
    empty_name,
    absolute_name,
    dot_dot,
    long_name,
    other_kind,
    hard_link,
    duplicate,
    file_as_directory,
    directory_over_file,
    file_over_directory,
    too_many,
};

struct BuiltVfs {
    VfsError error = VfsError::none;
    CpioError archive_error = CpioError::none;  // valid if `error` is VfsError::archive
    std::size_t offset = 0;                     // of the last entry that was read, in bytes
    std::uint32_t entries = 0;                  // the number of entries before that one
    Vfs vfs{};                                  // valid if `error` is VfsError::none
};

/// The error as a phrase for the user.
std::string_view describe(const BuiltVfs& built);

/// Builds the tree of a newc archive; it always has /dev, /dev/console and /tmp. `nodes` and `archive` must outlive it.
BuiltVfs build_vfs(std::span<const std::uint8_t> archive, std::span<Node> nodes);

}  // namespace core
