// Hexadecimal digits and nothing else, as they stand in sources and in mails: "00 04", "0x00, 0x04", "\x00\x04",
// "const unsigned char packet[] = {0x00, 0x04};".
//
// If there are braces, only what stands between them is read: the rest are declarations and their numbers.
// A number of 4, 8 or 16 digits behind "0x" between braces is a word of C, little-endian; all other digits are bytes in
// the order in which they are written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "codec/bytes.h"

namespace abi {

/// Where the digits end to be bytes.
struct PlainError {
    std::size_t at = 0;  // in the text
    std::string expected;
    std::string found;
};

/// Appends the bytes; false, and `error` filled in, at the first place that is wrong. Text without any digit is no
/// error.
bool read_plain_hex(std::string_view text, Bytes& bytes, PlainError& error);

}  // namespace abi
