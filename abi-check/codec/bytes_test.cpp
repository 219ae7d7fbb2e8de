#include "codec/bytes.h"

#include <doctest/doctest.h>

using abi::Bytes;
using abi::parse_hex;
using abi::to_hex;

TEST_CASE("White space and the case of digits are ignored") {
    const Bytes expected{0x00, 0x04, 0xaB, 0xcD};
    for (const auto* text : {"0004abcd", " 00 04\tAB\r\ncd \n", "0 0 0 4 a b c d", "0004ABCD"}) {
        CAPTURE(text);
        const auto bytes = parse_hex(text);
        REQUIRE(bytes);
        CHECK(*bytes == expected);
    }
}

TEST_CASE("A text without digits gives no bytes") {
    REQUIRE(parse_hex(""));
    CHECK(parse_hex(" \n")->empty());
}

TEST_CASE("A character that is not hexadecimal is refused with its position") {
    struct Row {
        const char* text;
        const char* expected;
        const char* found;
    };
    const Row rows[] = {
        {"00 0g", "hexadecimal digits", "'g' at position 5"},
        {"0x04", "hexadecimal digits", "'x' at position 2"},
        {"00\x1b[0m", "hexadecimal digits", "the byte 0x1b at position 3"},
        {"00 \xc3\xa4", "hexadecimal digits", "the byte 0xc3 at position 4"},
        {"00 0 ", "an even number of hexadecimal digits", "3, the last at position 4"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto bytes = parse_hex(row.text);
        REQUIRE_FALSE(bytes);
        REQUIRE(bytes.problems.size() == 1);
        CHECK(bytes.problems[0].expected == row.expected);
        CHECK(bytes.problems[0].found == row.found);
    }
}

TEST_CASE("Bytes are written in groups") {
    const Bytes bytes{0x00, 0x04, 0xab, 0xcd, 0xef};
    CHECK(to_hex(bytes) == "0004abcd ef");
    CHECK(to_hex(bytes, 1) == "00 04 ab cd ef");
    CHECK(to_hex(bytes, 0) == "0004abcdef");
    CHECK(to_hex({}).empty());
}
