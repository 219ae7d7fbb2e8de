// Bytes as text, for the tests of what reads it back.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "explain/hexdump.h"

namespace abi::test {

/// Lines as `hexdump -C` writes them, without repetitions left out. Addresses beyond 32 bits have 16 digits.
inline std::string to_hexdump(const Chunk& chunk) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    const auto hex = [&](std::uint64_t value, int count) {
        for (int shift = count * 4 - 4; shift >= 0; shift -= 4) text += digits[(value >> shift) & 0xFU];
    };
    const bool is_far = (chunk.address + chunk.bytes.size()) >> 32U != 0 || chunk.address >> 32U != 0;
    for (std::size_t at = 0; at < chunk.bytes.size(); at += 16) {
        hex(chunk.address + at, is_far ? 16 : 8);
        text += ' ';
        const auto count = std::min<std::size_t>(16, chunk.bytes.size() - at);
        for (std::size_t i = 0; i < 16; ++i) {
            if (i % 8 == 0) text += ' ';
            if (i < count) {
                hex(chunk.bytes[at + i], 2);
                text += ' ';
            } else {
                text += "   ";
            }
        }
        text += " |";
        for (std::size_t i = 0; i < count; ++i) {
            const auto byte = chunk.bytes[at + i];
            text += byte >= 0x20 && byte < 0x7F ? static_cast<char>(byte) : '.';
        }
        text += "|\n";
    }
    return text;
}

}  // namespace abi::test
