// Bytes as people paste them: the output of xxd, hexdump, od, gdb, a kernel's log, plain hexadecimal, or the bytes
// themselves.
//
// How the input is told apart, in this order:
//   - more than one byte in ten that no text holds, or a NUL: the bytes themselves
//   - lines with an address: "ADDR:" (xxd, a kernel's log; before it may stand anything), "ADDR:" or "ADDR <symbol>:"
//   and
//     groups with 0x (gdb), or a first column of 6 to 16 digits that grows by what its line holds (hexdump, od; "*"
//     repeats the line above it). Groups of more than one byte are little-endian words, but for xxd's, which are in the
//     order of memory; where a column of characters is beside them, it decides
//   - lines that end in four bytes or more and begin in words: a log; each such line is a run of its own
//   - else hexadecimal digits and nothing else, "0x", "\x", commas and the braces of C left out
// Lines without bytes among lines with an address, or in a log, are counted and left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codec/bytes.h"

namespace abi {

/// A run of bytes that lay one after another.
struct Chunk {
    std::uint64_t address = 0;  // as the input says, else the bytes before it
    Bytes bytes;
};

enum class DumpFormat { binary, plain, xxd, hexdump, gdb, log };
std::string_view to_string(DumpFormat format);

struct HexDump {
    DumpFormat format = DumpFormat::plain;
    std::vector<Chunk> chunks;         // none is empty
    std::vector<std::string> remarks;  // what was cut or left out, in words
};

/// Bytes of input that are looked at; the rest is cut, and said. A "*" repeats no more than that either.
inline constexpr std::size_t largest_input = std::size_t{16} << 20U;

/// `name` stands for the input in problems: a place, what was expected, what was found.
Result<HexDump> read_hex_dump(const std::string& name, std::string_view input);

/// Lines as `hexdump -C` writes them, without repetitions left out.
std::string to_hexdump(const Chunk& chunk);

}  // namespace abi
