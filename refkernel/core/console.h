// The console: prints lines and reads what is typed.
//
//     print ─► queue ─► drain_console: a few bytes at a time ─► UART
//                            ▲ the UART's interrupt, while the queue is not empty; ticks; harts that are idle
//
// So a program that prints does not keep the others waiting. The queue is not part of Kernel, because it belongs to the
// UART, and a panic must print without a kernel.
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

/// Adds text to the queue. If the queue is full, waits until the UART has taken the oldest bytes.
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

/// The lines that log_line prints: those of this level and of all before it.
inline constinit Log log_level = Log::info;

template <typename... Parts>
void log_line(Log level, const Parts&... parts) {
    if (level <= log_level) {
        print_line(parts...);
    }
}

/// The most bytes that one command prints.
constexpr std::size_t max_console_write_bytes = 4096;

/// The number of bytes that print adds without waiting.
std::size_t console_room();

/// Sends at most `bytes` of the queue, as long as the UART takes them at once. Returns whether any were sent.
bool drain_console(std::size_t bytes);

/// Sends all of the queue. For the end of the machine.
void flush_console();

/// Sends all of the queue, and everything that is printed from now on at once. For a panic, which may end early.
void print_at_once();

/// Reads what has been typed, and echoes the line that it belongs to. Returns whether Ctrl-C was typed since the last
/// call that returned true.
bool read_typed(LineInput& input);

}  // namespace core
