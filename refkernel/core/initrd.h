// From the initial RAM disk to the tree of files. What is odd about an archive is refused here, once, by name.
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
    CpioError archive_error = CpioError::none;  // when `error` is VfsError::archive
    std::size_t offset = 0;                     // in the archive, of the entry where it ended, in bytes
    std::uint32_t entries = 0;                  // before that one
    Vfs vfs{};                                  // when `error` is VfsError::none
};

/// In words, for the one line the user sees.
std::string_view describe(const BuiltVfs& built);

/// The tree of a newc archive; /dev, /dev/console and /tmp are there always. `nodes` and `archive` must outlive it.
BuiltVfs build_vfs(std::span<const std::uint8_t> archive, std::span<Node> nodes);

}  // namespace core
