// Reads bytes as people paste them: the output of xxd, hexdump, od, gdb, a kernel's log, plain hexadecimal, or the raw
// bytes.
//
// The format is the first of these that fits:
//   - raw bytes: the input has a NUL, or more than one byte in ten cannot be text
//   - lines with addresses. A number is an address
//       - if it ends in ':' ("00000010: 0004", also after other text; "0x4010 <slots+16>:"),
//       - if a column of characters between bars follows the bytes,
//       - if the first column, read in base 16, 8 or 10, grows from line to line by the number of bytes in the line
//         before (so "00000000 04 00" alone is data),
//       - or if it has 7 digits, the last one 0, before groups of 4 or 6 digits: 7 digits cannot be whole bytes
//   - output of `od -A n`: each line begins with one blank and has 16 bytes in words of 2, 4 or 8 bytes, or in words
//     of 6 octal digits; the last line may be shorter
//   - a log: lines with bytes after words ("[Ring] packet 4: 00040000 …"), if there are at least as many of them as
//     lines of digits only. Each such line begins a run; lines of digits only continue the run above
//   - hexadecimal digits only (plain_hex.h)
//
// Byte order within groups of several bytes: hexdump, od and gdb write little-endian words. For lines with "ADDR:" the
// columns of characters of all lines decide. If they cannot, a kernel's log has little-endian words (print_hex_dump
// prints words of the host), and groups of xxd are in memory order; then `order_is_guess` is set.
//
// "*" repeats the line above it up to the next address. Lines without bytes are counted and ignored. In plain
// hexadecimal, such lines and characters other than digits are errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codec/bytes.h"

namespace abi {

/// A run of contiguous bytes.
struct Chunk {
    std::uint64_t address = 0;  // from the input; without addresses, the number of bytes before it
    Bytes bytes;
};

enum class DumpFormat { binary, plain, xxd, hexdump_canonical, hexdump_words, od, gdb, log };
std::string_view to_string(DumpFormat format);

struct HexDump {
    DumpFormat format = DumpFormat::plain;  // of most lines
    std::vector<Chunk> chunks;              // at least one; none is empty
    std::size_t ignored_lines = 0;          // lines with text but without bytes
    std::string ignored_example;            // at most 60 bytes of the first ignored line
    bool starts_late = false;               // the first address is not 0; always true for gdb
    bool order_is_guess = false;            // groups have several bytes, and nothing shows their byte order
    std::string cut;                        // a sentence about input that was not used; empty if all was
};

/// Limit of the bytes that are read, and of the bytes that result, with "*" expanded. More is dropped, with a remark.
inline constexpr std::size_t largest_input = std::size_t{16} << 20U;

/// Limit of the number of chunks, because a chunk needs more memory than a short line.
inline constexpr std::size_t most_chunks = std::size_t{1} << 17U;

/// `name` is the file name in problems. Takes linear time, and memory only for the bytes.
Result<HexDump> read_hex_dump(const std::string& name, std::string_view input);

/// Notes for the user, one sentence each: input that was dropped, ignored lines, a guessed byte order.
std::vector<std::string> remarks(const HexDump& dump);

}  // namespace abi
