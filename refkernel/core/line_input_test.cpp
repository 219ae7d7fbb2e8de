#include "core/line_input.h"

#include <doctest/doctest.h>

#include <string>

namespace core {
namespace {

/// Feeds `typed` and returns what a terminal would show.
std::string type(LineInput& input, std::string_view typed) {
    std::string screen;
    for (const char character : typed) {
        const Echo echo = feed(input, static_cast<std::uint8_t>(character));
        screen.resize(screen.size() - echo.erased);
        if (echo.character != 0) {
            screen += static_cast<char>(echo.character);
        }
    }
    return screen;
}

std::string take(LineInput& input, std::size_t room) {
    std::string bytes(room, '?');
    bytes.resize(take_line(input, {reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}));
    return bytes;
}

TEST_CASE("a line equals what the screen shows when the line ends") {
    const struct {
        const char* name;
        std::string_view typed;
        std::string_view line;
    } cases[] = {
        {"plain text", "ls\n", "ls\n"},
        {"a terminal's Enter key", "ls\r", "ls\n"},
        {"backspace erases one character", "lx\bs\n", "ls\n"},
        {"delete does the same", "lx\x7fs\n", "ls\n"},
        {"backspace on an empty line", "\b\b\x7fls\n", "ls\n"},
        {"Ctrl-U erases the line", "rm all\x15ls\n", "ls\n"},
        {"Ctrl-W erases a word and the spaces after it",
         "cat a b  \x17"
         "c\n",
         "cat a c\n"},
        {"Ctrl-W on an empty line", "\x17ls\n", "ls\n"},
        {"an empty line", "\n", "\n"},
    };
    for (const auto& [name, typed, line] : cases) {
        CAPTURE(name);
        LineInput input;
        CHECK(type(input, typed) == line);
        CHECK(input.complete);
        CHECK(take(input, 256) == line);
        CHECK_FALSE(input.complete);
        CHECK(input.count == 0);
    }
}

TEST_CASE("a line is not complete before it ends") {
    LineInput input;
    type(input, "half");
    CHECK_FALSE(input.complete);
}

TEST_CASE("a line that fills the buffer is returned without an end, and the rest is the next line") {
    LineInput input;
    type(input, std::string(256, 'x'));
    CHECK(input.complete);
    CHECK(take(input, 256) == std::string(256, 'x'));
    type(input, "y\n");
    CHECK(take(input, 256) == "y\n");
}

TEST_CASE("a line is taken in pieces if there is less room, and no piece is lost") {
    LineInput input;
    type(input, "abcde\n");
    CHECK(take(input, 4) == "abcd");
    CHECK(input.complete);
    CHECK(take(input, 4) == "e\n");
    CHECK_FALSE(input.complete);
}

/// Receives all characters, and moves as many to the line as it takes.
void receive_all(LineInput& input, std::string_view text) {
    for (const char character : text) {
        receive(input, static_cast<std::uint8_t>(character));
    }
    while (next_echo(input)) {
    }
}

std::string take_next(LineInput& input) {
    std::array<std::uint8_t, 256> bytes{};
    const std::size_t count = take_line(input, bytes);
    while (next_echo(input)) {
    }
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)};
}

TEST_CASE("what is typed after a line becomes the next line") {
    LineInput input;
    receive_all(input, "one\ntwo\nthr");
    CHECK(take_next(input) == "one\n");
    CHECK(take_next(input) == "two\n");
    CHECK_FALSE(input.complete);
    receive_all(input, "ee\n");
    CHECK(take_next(input) == "three\n");
}

TEST_CASE("Ctrl-C is noticed although nobody reads, and drops what was typed before it") {
    for (const std::string_view before : {"", "a", "line\n", "line\nand more", "line\nline\nline\n"}) {
        CAPTURE(before);
        LineInput input;
        receive_all(input, before);
        CHECK_FALSE(input.interrupted);
        receive_all(input, "\x03");
        CHECK(input.interrupted);
        CHECK_FALSE(input.complete);
        receive_all(input, "next\n");
        CHECK(take_next(input) == "next\n");
        CHECK(input.ahead.count == 0);
    }
}

}  // namespace
}  // namespace core
