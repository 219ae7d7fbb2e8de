// Reads the format of the initial RAM disk: cpio "newc" (Linux,
// Documentation/driver-api/early-userspace/buffer-format.rst).
//
//     header (110 ASCII characters) | name NUL | pad to 4 | data | pad to 4 | … | "TRAILER!!!"
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/error_list.h"

namespace core {

#define REFKERNEL_CPIO_ERRORS(X)                                                     \
    X(none, "good")                                                                  \
    X(no_bytes, "it has no bytes")                                                   \
    X(truncated_header, "truncated: it ends inside a header")                        \
    X(bad_magic, "bad magic: a newc header begins with 070701")                      \
    X(with_checksums, "its format is crc (070702); only newc (070701) is supported") \
    X(bad_digit, "a header's number is not hexadecimal")                             \
    X(empty_name, "a name is empty")                                                 \
    X(long_name, "a name has more than 4095 bytes")                                  \
    X(truncated_name, "truncated: a name goes past the end")                         \
    X(open_name, "a name does not end in NUL")                                       \
    X(nul_in_name, "a name contains a NUL")                                          \
    X(truncated_data, "truncated: a file goes past the end")                         \
    X(bad_padding, "padding to a multiple of 4 bytes is not zero")                   \
    X(no_trailer, "truncated: it ends without TRAILER!!!")
REFKERNEL_ERROR_LIST(CpioError, REFKERNEL_CPIO_ERRORS)

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

}  // namespace core
