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

TEST_CASE("a byte is written as two lower-case digits") {
    CHECK(core::hex_digits(0x0f) == std::array{'0', 'f'});
    CHECK(core::hex_digits(0xa0) == std::array{'a', '0'});
}
