// Keeps one typed line until a program reads it.
//
// Backspace erases a character, Ctrl-W a word, Ctrl-U the line. A full line is returned without its end.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace core {

struct LineInput {
    std::array<std::uint8_t, 256> bytes{};
    std::size_t count = 0;
    bool complete = false;  // the line has ended or is full, and takes no more characters
};

/// What to print on the terminal.
struct Echo {
    std::uint8_t character = 0;  // to print; 0: none
    std::size_t erased = 0;      // number of characters to erase
};

/// Adds one typed character. The line must not be complete.
Echo feed(LineInput& input, std::uint8_t character);

/// Moves the line's next bytes to `to` and returns their number. A line ends in '\n' unless it was full. Bytes that do
/// not fit are returned by the next call.
std::size_t take_line(LineInput& input, std::span<std::uint8_t> to);

}  // namespace core
