// What the kernel says, and what is typed to it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/text.h"

namespace core {

/// Bytes to be printed as hexadecimal digits, with a space after every `group` bytes (0: none).
struct HexDump {
    std::span<const std::uint8_t> bytes;
    std::size_t group = 0;
};

void print(std::string_view text);
void print(const ShortText& text);
void print(const HexDump& dump);

/// Prints one line.
template <typename... Parts>
void say(const Parts&... parts) {
    (print(parts), ...);
    print("\n");
}

/// Reads until a line ends or `to` is full, echoing what is typed; backspace takes back what this call has read.
/// Returns the characters read; the last one is '\n' unless `to` was full. Waits as long as it takes.
std::size_t read_line(std::span<std::uint8_t> to);

}  // namespace core
