// The console: prints lines and reads what is typed.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/boot.h"
#include "core/elf_numbers.h"
#include "core/line_input.h"
#include "core/text.h"

namespace core {

/// Bytes to print as hexadecimal digits, with a space after every `group` bytes (0: no spaces).
struct HexDump {
    std::span<const std::uint8_t> bytes;
    std::size_t group = 0;
};

/// A text that a program or a user chose, such as a name. Printed without control characters, so that it cannot look
/// like a line of the kernel's.
struct Escaped {
    std::string_view text;
};

void print(std::string_view text);
void print(const ShortText& text);
void print(const HexDump& dump);
void print(const Escaped& text);
void print(const ElfNumbers& numbers);

/// Prints one line.
template <typename... Parts>
void print_line(const Parts&... parts) {
    (print(parts), ...);
    print("\n");
}

/// Prints a line of a level, if the boot argument log= allows the level.
template <typename... Parts>
void log_line(Log allowed, Log level, const Parts&... parts) {
    if (level <= allowed) {
        print_line(parts...);
    }
}

/// Reads what has been typed, up to the end of a line, and echoes it.
void read_typed(LineInput& input);

}  // namespace core
