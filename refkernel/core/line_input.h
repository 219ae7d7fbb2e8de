// Keeps one typed line until a program reads it, and what was typed after it.
//
//     receive ─► ahead ─► next_echo ─► line ─► take_line
//
// Ctrl-C is noticed at once, even if nobody reads, and drops all that was typed before it.
// Backspace erases a character, Ctrl-W a word, Ctrl-U the line. A full line is returned without its end.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/byte_queue.h"

namespace core {

struct LineInput {
    std::array<std::uint8_t, 256> bytes{};
    std::size_t count = 0;
    bool complete = false;  // the line has ended or is full, and takes no more characters
    ByteQueue<256> ahead{};
    bool interrupted = false;  // Ctrl-C was typed
};

/// What to print on the terminal.
struct Echo {
    std::uint8_t character = 0;  // to print; 0: none
    std::size_t erased = 0;      // number of characters to erase
};

/// Adds one character that was typed. `ahead` must have room.
void receive(LineInput& input, std::uint8_t character);

/// Moves the next character to the line, unless that is complete. Returns what to print, or nothing if no character was
/// moved.
std::optional<Echo> next_echo(LineInput& input);

/// Adds one character to the line, which must not be complete.
Echo feed(LineInput& input, std::uint8_t character);

/// Moves the line's next bytes to `to` and returns their number. A line ends in '\n' unless it was full. Bytes that do
/// not fit are returned by the next call.
std::size_t take_line(LineInput& input, std::span<std::uint8_t> to);

}  // namespace core
