#include "core/crc32.h"

#include <array>
#include <bit>

namespace core {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::uint32_t reflected_polynomial = 0xedb88320;

constexpr std::uint32_t times_x(std::uint32_t value) {
    return value >> 1 ^ ((value & 1) != 0 ? reflected_polynomial : 0);
}

constexpr std::array<std::uint32_t, 256> make_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit) {
            value = times_x(value);
        }
        table[byte] = value;
    }
    return table;
}

constexpr std::array<std::uint32_t, 256> table = make_table();

/// x to the power of `exponent`, modulo the polynomial.
constexpr std::uint32_t power_of_x(int exponent) {
    std::uint32_t value = 0x80000000;
    for (int i = 0; i < exponent; ++i) {
        value = times_x(value);
    }
    return value;
}

// The multiple of the polynomial that has five terms and the least degree. It means: if a set bit of the message is
// cleared and the bits 145, 183, 211 and 300 places after it are flipped, the CRC does not change. So eight shifts
// carry a word of 64 bits into later words, without a table. A table lookup is a load, which costs an emulated machine
// several times as much as a shift. (After Russell, "Chorba: A novel CRC32 implementation", 2024.)
static_assert((power_of_x(300) ^ power_of_x(300 - 145) ^ power_of_x(300 - 183) ^ power_of_x(300 - 211) ^
               power_of_x(0)) == 0);

/// What earlier words have carried into the next five.
using Carry = std::array<std::uint64_t, 5>;

/// `bytes` must be a multiple of 8. Uses the builtin, because freestanding compilers call the function memcpy.
inline void carry_word(Carry& carry, const std::uint8_t* bytes) {
    std::uint64_t word = 0;
    __builtin_memcpy(&word, __builtin_assume_aligned(bytes, sizeof word), sizeof word);
    word ^= carry[0];
    carry[0] = carry[1];
    carry[1] = carry[2] ^ word << (145 - 128) ^ word << (183 - 128);
    carry[2] = carry[3] ^ word >> (192 - 145) ^ word >> (192 - 183) ^ word << (211 - 192);
    carry[3] = carry[4] ^ word >> (256 - 211) ^ word << (300 - 256);
    carry[4] = word >> (320 - 300);
}

std::uint32_t add_byte(std::uint32_t value, std::uint8_t byte) {
    return value >> 8 ^ table[(value ^ byte) & 0xff];
}

}  // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before) {
    constexpr std::size_t word = sizeof(std::uint64_t);
    constexpr std::size_t reach = std::tuple_size_v<Carry> * word;
    std::uint32_t value = ~before;
    while (!bytes.empty() && reinterpret_cast<std::uintptr_t>(bytes.data()) % word != 0) {
        value = add_byte(value, bytes.front());
        bytes = bytes.subspan(1);
    }
    if (bytes.size() >= 2 * reach) {
        Carry carry{value};
        const std::uint8_t* at = bytes.data();
        const std::uint8_t* const end = at + (bytes.size() / reach - 1) * reach;
        for (; at != end; at += reach) {
            carry_word(carry, at);
            carry_word(carry, at + word);
            carry_word(carry, at + 2 * word);
            carry_word(carry, at + 3 * word);
            carry_word(carry, at + 4 * word);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(at - bytes.data()));
        value = 0;
        for (const std::uint64_t carried : carry) {
            for (std::size_t i = 0; i < word; ++i) {
                value = add_byte(value, static_cast<std::uint8_t>(bytes[i] ^ carried >> 8 * i));
            }
            bytes = bytes.subspan(word);
        }
    }
    for (const std::uint8_t byte : bytes) {
        value = add_byte(value, byte);
    }
    return ~value;
}

}  // namespace core
