// Reads hexadecimal digits as they appear in source code and in mails: "00 04", "0x00, 0x04", "\x00\x04",
// "const unsigned char packet[] = {0x00, 0x04};".
//
// If there are braces, only what is between them is read: the rest is declarations.
// Between braces, "0x" and 4, 8 or 16 digits are a little-endian word of C. All other digits are bytes in the order in
// which they are written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "codec/bytes.h"

namespace abi {

/// The first place that is not valid.
struct PlainError {
    std::size_t at = 0;  // in the text
    std::string expected;
    std::string found;
};

/// Appends the bytes. Returns false and fills in `error` at the first error. Text without any digits is valid.
bool read_plain_hex(std::string_view text, Bytes& bytes, PlainError& error);

}  // namespace abi
