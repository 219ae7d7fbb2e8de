// Reads the format of the initial RAM disk: cpio "newc" (Linux,
// Documentation/driver-api/early-userspace/buffer-format.rst).
//
//     header (110 ASCII characters) | name NUL | pad to 4 | data | pad to 4 | … | "TRAILER!!!"
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

/// The error as a phrase for the user.
std::string_view describe(CpioError error);

struct CpioEntry {
    std::string_view name;
    std::uint32_t mode = 0;   // st_mode of stat(2)
    std::uint32_t links = 0;  // number of the file's names, in the archive and elsewhere
    std::span<const std::uint8_t> data;
};

/// One step through an archive.
struct CpioStep {
    CpioError error = CpioError::none;
    bool at_trailer = false;
    CpioEntry entry{};     // valid if there is no error and this is not the trailer
    std::size_t next = 0;  // offset of the next header, in bytes
};

/// Reads the entry whose header begins at byte `offset` of `archive`: 0, or `next` of the previous step.
CpioStep read_cpio_entry(std::span<const std::uint8_t> archive, std::size_t offset);

/// The result of a walk through the whole archive. `entries` does not count the trailer.
struct CpioCheck {
    CpioError error = CpioError::none;
    std::size_t offset = 0;  // of the last header, in bytes
    std::uint32_t entries = 0;
};
CpioCheck check_cpio(std::span<const std::uint8_t> archive);

}  // namespace core
