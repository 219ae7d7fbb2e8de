#include "core/crc32.h"

#include <doctest/doctest.h>

#include <string_view>

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

TEST_CASE("CRC-32 of the digits 1 to 9 is the check value of CRC-32/ISO-HDLC") {
    CHECK(core::crc32(bytes_of("123456789")) == 0xcbf43926);
}

TEST_CASE("CRC-32 of nothing is 0") {
    CHECK(core::crc32({}) == 0);
}

TEST_CASE("CRC-32 continues from the value of what came before") {
    CHECK(core::crc32(bytes_of("56789"), core::crc32(bytes_of("1234"))) == 0xcbf43926);
}
