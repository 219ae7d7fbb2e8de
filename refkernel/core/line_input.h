// What is typed, until a program asks for it: one line, edited as it comes.
//
// Backspace takes back a character, Ctrl-W a word, Ctrl-U the line. A line that is full is handed over without its end.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace core {

struct LineInput {
    std::array<std::uint8_t, 256> bytes{};
    std::size_t count = 0;
    bool complete = false;  // it has ended or is full: nothing more is taken in
};

/// What the terminal is to be told.
struct Echo {
    std::uint8_t character = 0;  // 0: nothing
    std::size_t erased = 0;      // characters to be taken back
};

/// One typed character. Not while the line is complete.
Echo feed(LineInput& input, std::uint8_t character);

/// Moves the line's next bytes to `to` and returns how many; the last of a line is '\n' unless it was full. What does
/// not fit is next.
std::size_t take_line(LineInput& input, std::span<std::uint8_t> to);

}  // namespace core
