#include "codec/siphash.h"

#include <bit>

namespace abi {
namespace {

/// Loads up to eight bytes, little-endian; missing ones are zero.
std::uint64_t word(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8U | bytes[i];
    return value;
}

/// The state in section 2 of the paper.
struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }

    void compress(std::uint64_t message) {
        v3 ^= message;
        round();
        round();
        v0 ^= message;
    }
};

}  // namespace

std::uint64_t siphash(const SipKey& key, std::span<const std::uint8_t> bytes) {
    const auto k0 = word(std::span(key).first(8));
    const auto k1 = word(std::span(key).last(8));
    State state{k0 ^ 0x736f6d6570736575U, k1 ^ 0x646f72616e646f6dU, k0 ^ 0x6c7967656e657261U, k1 ^ 0x7465646279746573U};
    const auto length = std::uint64_t{bytes.size()} << 56U;
    for (; bytes.size() >= 8; bytes = bytes.subspan(8)) state.compress(word(bytes.first(8)));
    state.compress(length | word(bytes));
    state.v2 ^= 0xFFU;
    for (int i = 0; i < 4; ++i) state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace abi
