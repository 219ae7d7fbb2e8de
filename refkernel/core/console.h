// The console: prints lines and reads what is typed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/line_input.h"
#include "core/text.h"

namespace core {

/// Bytes to print as hexadecimal digits, with a space after every `group` bytes (0: no spaces).
struct HexDump {
    std::span<const std::uint8_t> bytes;
    std::size_t group = 0;
};

void print(std::string_view text);
void print(const ShortText& text);
void print(const HexDump& dump);

/// Prints one line.
template <typename... Parts>
void print_line(const Parts&... parts) {
    (print(parts), ...);
    print("\n");
}

/// Reads what has been typed, up to the end of a line, and echoes it.
void read_typed(LineInput& input);

}  // namespace core
