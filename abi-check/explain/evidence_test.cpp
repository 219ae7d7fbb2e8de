#include "explain/evidence.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {

struct Case {
    const char* name;
    std::vector<std::uint8_t> bytes;
    std::uint64_t at_bits;
    std::uint32_t width_bits;
    std::uint64_t little;
    std::uint64_t big;
};

const std::vector<std::uint8_t> nine{0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0x5A};

}  // namespace

TEST_CASE("Bits count from the lowest of a byte in little-endian order, from the highest in big-endian order") {
    const std::vector<Case> cases{
        {"whole bytes", {0xB4, 0x6D}, 0, 16, 0x6DB4, 0xB46D},
        {"the second byte", {0xB4, 0x6D}, 8, 8, 0x6D, 0x6D},
        {"one bit", {0xB4, 0x6D}, 2, 1, 1, 1},
        {"a part of a byte", {0xB4, 0x6D}, 0, 3, 4, 5},
        {"across two bytes", {0xB4, 0x6D}, 3, 7, 0x36, 0x51},
        {"eight whole bytes", nine, 0, 64, 0xEFCDAB8967452301, 0x0123456789ABCDEF},
        {"64 bits in nine bytes", nine, 4, 64, 0xAEFCDAB896745230, 0x123456789ABCDEF5},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        CHECK(abi::load_bits(one.bytes, one.at_bits, one.width_bits, abi::ByteOrder::little) == one.little);
        CHECK(abi::load_bits(one.bytes, one.at_bits, one.width_bits, abi::ByteOrder::big) == one.big);
    }
}
