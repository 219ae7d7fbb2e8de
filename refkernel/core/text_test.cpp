#include "core/text.h"

#include <doctest/doctest.h>

#include <limits>

TEST_CASE("numbers are written in decimal and in hexadecimal") {
    CHECK(core::decimal(0).view() == "0");
    CHECK(core::decimal(64917).view() == "64917");
    CHECK(core::decimal(std::numeric_limits<std::uint64_t>::max()).view() == "18446744073709551615");
    CHECK(core::hexadecimal(0).view() == "0x0");
    CHECK(core::hexadecimal(0x8020'0000).view() == "0x80200000");
    CHECK(core::hexadecimal(std::numeric_limits<std::uint64_t>::max()).view() == "0xffffffffffffffff");
}

TEST_CASE("a character that could change the console, and a backslash, is escaped") {
    CHECK(core::escaped('a').view() == "a");
    CHECK(core::escaped(' ').view() == " ");
    CHECK(core::escaped('~').view() == "~");
    CHECK(core::escaped('\n').view() == "\\x0a");
    CHECK(core::escaped('\x1b').view() == "\\x1b");
    CHECK(core::escaped('\x7f').view() == "\\x7f");
    CHECK(core::escaped('\xff').view() == "\\xff");
    CHECK(core::escaped('\\').view() == "\\x5c");
}

TEST_CASE("a byte is written as two lower-case digits") {
    CHECK(core::hex_digits(0x0f) == std::array{'0', 'f'});
    CHECK(core::hex_digits(0xa0) == std::array{'a', '0'});
}
