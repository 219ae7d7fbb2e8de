#include "core/crc32.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Computes bit by bit, as the standard defines it.
std::uint32_t slow_crc32(std::span<const std::uint8_t> bytes) {
    std::uint32_t value = 0xffffffff;
    for (const std::uint8_t byte : bytes) {
        value ^= byte;
        for (int bit = 0; bit < 8; ++bit) {
            value = value >> 1 ^ ((value & 1) != 0 ? 0xedb88320 : 0);
        }
    }
    return ~value;
}

}  // namespace

TEST_CASE("CRC-32 of the digits 1 to 9 is the check value of CRC-32/ISO-HDLC") {
    CHECK(core::crc32(bytes_of("123456789")) == 0xcbf43926);
}

TEST_CASE("CRC-32 of no bytes is 0") {
    CHECK(core::crc32({}) == 0);
}

TEST_CASE("CRC-32 continues from the value of earlier bytes") {
    CHECK(core::crc32(bytes_of("56789"), core::crc32(bytes_of("1234"))) == 0xcbf43926);
}

TEST_CASE("CRC-32 equals the bitwise computation at any length and alignment, whole and in two parts") {
    std::vector<std::uint8_t> noise;
    for (std::uint64_t state = 1; noise.size() < 400; state = state * 6364136223846793005 + 1442695040888963407) {
        noise.push_back(static_cast<std::uint8_t>(state >> 56));
    }
    for (std::size_t begin = 0; begin < 9; ++begin) {
        for (std::size_t length = 0; length + begin <= noise.size(); ++length) {
            const auto bytes = std::span(noise).subspan(begin, length);
            CAPTURE(begin);
            CAPTURE(length);
            const std::uint32_t expected = slow_crc32(bytes);
            REQUIRE(core::crc32(bytes) == expected);
            const auto half = bytes.first(length / 2);
            REQUIRE(core::crc32(bytes.subspan(half.size()), core::crc32(half)) == expected);
        }
    }
}
