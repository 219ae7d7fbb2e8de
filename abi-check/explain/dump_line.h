// One line of a dump: where its bytes stand, and what stands beside them. What the bytes are, hexdump.h decides from
// all lines together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/bytes.h"

namespace abi {

/// What marks the place where the groups begin.
enum class RowMark {
    colon,   // "00000010: 0004", also behind words; "0x4010 <slots+16>: 0x00"
    column,  // "0000010 0400": whether it is an address, the other lines say
    words,   // "[Ring] packet 4: 00040000 00000000"
};

struct DumpRow {
    RowMark mark = RowMark::column;
    std::string_view address;              // digits without "0x"; empty behind words
    bool is_logged = false;                // words, a time or a tag stand before it
    bool has_0x = false;                   // its groups have
    bool has_gap = false;                  // two blanks at least behind the address
    std::vector<std::string_view> groups;  // of one width; the last may be narrower
    std::optional<std::string_view> characters;
    char bar = 0;  // '|' or '>' before the characters
};

/// How the digits of groups are meant. Octal words have two bytes.
enum class GroupKind { hex, octal_words, octal_bytes };

/// At most so many groups are taken as one line's; a longer line is none of a dump.
inline constexpr std::size_t most_groups = 4096;

/// -1: no hexadecimal digit.
int hex_digit(char c);
bool is_blank(char c);
bool all_digits(std::string_view text, int base);
std::string_view without_0x(std::string_view text);

/// Empty: no number of that base, or one that 64 bits do not hold.
std::optional<std::uint64_t> number(std::string_view digits, int base);

/// The text behind a time that a log or a CI wrote: "2024-11-24T10:00:00.1Z ", "Nov 24 10:00:00 ", "[   12.345678] ".
/// The whole line where there is none.
std::string_view after_time(std::string_view line);

/// Fills in `row` (which is reused, so that a long text needs no memory for its lines). False: no bytes in this line.
/// A line with an address alone is a row without groups.
bool read_row(std::string_view line, DumpRow& row);

/// Nothing but groups of whole bytes, without a prefix.
bool is_plain_row(std::string_view line);

/// Bytes of the groups, or nothing if they cannot be of that kind.
std::optional<std::size_t> count_bytes(const DumpRow& row, GroupKind kind);

/// Appends what the groups say; only where count_bytes has a count. `is_word`: hexadecimal groups are little-endian.
void append_bytes(const DumpRow& row, GroupKind kind, bool is_word, Bytes& bytes);

}  // namespace abi
