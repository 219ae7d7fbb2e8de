#include "core/crc32.h"

#include <array>

namespace core {
namespace {

constexpr std::uint32_t reflected_polynomial = 0xedb88320;

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit) {
            value = value >> 1 ^ ((value & 1) != 0 ? reflected_polynomial : 0);
        }
        table[byte] = value;
    }
    return table;
}

constexpr std::array<std::uint32_t, 256> table = make_table();

}  // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before) {
    std::uint32_t value = ~before;
    for (const std::uint8_t byte : bytes) {
        value = value >> 8 ^ table[(value ^ byte) & 0xff];
    }
    return ~value;
}

}  // namespace core
