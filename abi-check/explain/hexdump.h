// Bytes as people paste them: the output of xxd, hexdump, od, gdb, a kernel's log, plain hexadecimal, or the bytes
// themselves.
//
// How the input is told apart, in this order:
//   - a NUL, or more than one byte in ten that no text holds: the bytes themselves
//   - lines with an address. It is one if it ends in ':' ("00000010: 0004", whatever stands before it; "0x4010
//     <slots+16>:"), if a column of characters between bars stands behind it, or if the first column grows, line by
//     line, by the count of bytes in the line before, read in base 16, 8 or 10. (So "00000000 04 00" alone is data.) A
//     first column of 7 digits, the last one 0, before groups of 4 or 6 is one too: 7 digits are no bytes
//   - lines that all begin in one blank and hold 16 bytes in words of 2, 4 or 8 bytes (the last may be shorter), or
//     words of 6 octal digits: what `od -A n` writes
//   - lines with bytes behind words ("[Ring] packet 4: 00040000 …"), if lines of nothing but digits are not more.
//     Each such line is a run of its own; lines of nothing but digits go on with the run above
//   - else hexadecimal digits and nothing else (plain_hex.h)
//
// The order of bytes in groups of several: hexdump's, od's and gdb's are little-endian words. In lines with "ADDR:" the
// columns of characters of all lines vote. Where they say nothing, a kernel's log holds little-endian words (its
// print_hex_dump prints words of the host), and xxd's groups are in the order of memory, which `order_is_guess` says.
//
// "*" repeats the line above it up to the next address. Lines without bytes among such lines are counted, not read. In
// plain hexadecimal they are a problem, as is a letter that is no digit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codec/bytes.h"

namespace abi {

/// A run of bytes that lay one after another.
struct Chunk {
    std::uint64_t address = 0;  // as the input says, else the count of bytes before it
    Bytes bytes;
};

enum class DumpFormat { binary, plain, xxd, hexdump_canonical, hexdump_words, od, gdb, log };
std::string_view to_string(DumpFormat format);

struct HexDump {
    DumpFormat format = DumpFormat::plain;  // of the most lines
    std::vector<Chunk> chunks;              // none is empty; one at least
    std::size_t ignored_lines = 0;          // neither empty nor bytes
    std::string ignored_example;            // the first of them, at most 60 bytes of it
    bool starts_late = false;               // the first address is not 0; always so for gdb
    bool order_is_guess = false;            // groups of several bytes, and nothing says which of them comes first
    std::string cut;                        // what was not looked at or not repeated, in words; empty: nothing
};

/// Bytes of input that are looked at, and bytes that come of it, "*" included. More is cut, and said.
inline constexpr std::size_t largest_input = std::size_t{16} << 20U;

/// Runs of bytes that are kept; a chunk needs more memory than a short line.
inline constexpr std::size_t most_chunks = std::size_t{1} << 17U;

/// `name` stands for the input in problems: a place, what was expected, what was found. Needs linear time, and memory
/// for the bytes alone.
Result<HexDump> read_hex_dump(const std::string& name, std::string_view input);

/// What a reader of the result should know about the input, a sentence each: cut, lines left out, an order guessed.
std::vector<std::string> remarks(const HexDump& dump);

}  // namespace abi
