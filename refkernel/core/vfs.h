// Files by path: a read-only view of the initial RAM disk.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core {

struct Vfs {
    std::span<const std::uint8_t> archive;  // checked once with check_cpio
};

struct File {
    std::string_view name;  // as the archive has it; lives as long as the archive
    std::span<const std::uint8_t> bytes;
};

/// The regular file at `path` ("bin/hello"; leading "/" and "./" mean nothing). Nothing when there is none.
std::optional<File> find_file(const Vfs& vfs, std::string_view path);

}  // namespace core
