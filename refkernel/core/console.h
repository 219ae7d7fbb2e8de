// What the kernel says, and what is typed to it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/line_input.h"
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

/// Takes in what has been typed since, up to the end of a line, and echoes it.
void hear(LineInput& input);

}  // namespace core
