// The initial RAM disk's format: cpio, "newc" (Linux, Documentation/driver-api/early-userspace/buffer-format.rst).
//
//     header (110 ASCII characters) | name NUL | to 4 bytes | data | to 4 bytes | … | "TRAILER!!!"
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core {

enum class CpioError : std::uint8_t {
    none,
    no_bytes,
    truncated_header,
    bad_magic,
    with_checksums,
    bad_digit,
    empty_name,
    long_name,
    truncated_name,
    open_name,
    nul_in_name,
    truncated_data,
    bad_padding,
    no_trailer,
};

/// In words, for the one line the user sees.
std::string_view describe(CpioError error);

struct CpioEntry {
    std::string_view name;
    std::uint32_t mode = 0;   // st_mode of stat(2)
    std::uint32_t links = 0;  // names that the file has, in the archive or elsewhere
    std::span<const std::uint8_t> data;
};

/// One step through an archive.
struct CpioStep {
    CpioError error = CpioError::none;
    bool at_trailer = false;
    CpioEntry entry{};     // when neither of the above
    std::size_t next = 0;  // offset in bytes of the header that follows
};

/// Reads the entry whose header begins at byte `offset` of `archive`: 0, or the `next` of the step before.
CpioStep read_cpio_entry(std::span<const std::uint8_t> archive, std::size_t offset);

/// Walks the whole archive. `entries` counts them, without the trailer.
struct CpioCheck {
    CpioError error = CpioError::none;
    std::size_t offset = 0;  // of the header where the walk ended, in bytes
    std::uint32_t entries = 0;
};
CpioCheck check_cpio(std::span<const std::uint8_t> archive);

}  // namespace core
