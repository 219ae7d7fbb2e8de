// Splits one line of a dump into address, groups of digits and characters. hexdump.h decides from all lines together
// how to read the groups.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/bytes.h"

namespace abi {

/// What precedes the groups.
enum class RowMark {
    colon,   // "00000010: 0004", also after words; "0x4010 <slots+16>: 0x00"
    column,  // "0000010 0400": the other lines decide whether this is an address
    words,   // "[Ring] packet 4: 00040000 00000000"
};

struct DumpRow {
    RowMark mark = RowMark::column;
    std::string_view address;              // digits without "0x"; empty for RowMark::words
    bool is_logged = false;                // words, a time or a tag precede it
    bool has_0x = false;                   // the groups begin with "0x"
    bool has_gap = false;                  // at least two blanks follow the address
    std::vector<std::string_view> groups;  // all of one width, but the last may be narrower
    std::optional<std::string_view> characters;
    char bar = 0;  // '|' or '>' before the characters
};

/// What a group of digits is. Octal words have two bytes.
enum class GroupKind { hex, octal_words, octal_bytes };

/// A line with more groups is not a line of a dump.
inline constexpr std::size_t most_groups = 4096;

/// Returns -1 if `c` is not a hexadecimal digit.
int hex_digit(char c);
bool is_blank(char c);
bool all_digits(std::string_view text, int base);
std::string_view without_0x(std::string_view text);

/// Returns nothing if the digits are not a number of that base, or if it does not fit into 64 bits.
std::optional<std::uint64_t> number(std::string_view digits, int base);

/// The text after a time that a log or a CI wrote: "2024-11-24T10:00:00.1Z ", "Nov 24 10:00:00 ", "[   12.345678] ".
/// Without a time, the whole line.
std::string_view after_time(std::string_view line);

/// Fills in `row`. Returns false if the line has no bytes. A line with only an address is a row without groups. Callers
/// reuse `row` for all lines to save allocations.
bool read_row(std::string_view line, DumpRow& row);

/// Whether the line has only groups of whole bytes.
bool is_plain_row(std::string_view line);

/// The number of bytes in the groups; nothing if the groups cannot be of that kind.
std::optional<std::size_t> count_bytes(const DumpRow& row, GroupKind kind);

/// Appends a byte for each two digits. `is_word`: they are a little-endian word.
void append_hex(std::string_view digits, bool is_word, Bytes& bytes);

/// Appends the bytes of the groups. count_bytes must return a count. `is_word`: hexadecimal groups are little-endian.
void append_bytes(const DumpRow& row, GroupKind kind, bool is_word, Bytes& bytes);

}  // namespace abi
