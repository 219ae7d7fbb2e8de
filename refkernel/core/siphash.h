// SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012), 64-bit output.
//
// The one implementation of this side: the kernel checks tags with it, userland computes them with it. abi-check has
// its own in codec/siphash.h, as it has its own idea of everything that it judges.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace siphash {

using Key = std::array<std::uint8_t, 16>;

/// Eight bytes or fewer, little-endian; missing ones are zero.
constexpr std::uint64_t little_endian(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= std::uint64_t{bytes[i]} << 8 * i;
    }
    return value;
}

/// The state v0…v3 of the paper, section 2.
struct State {
    std::uint64_t v0, v1, v2, v3;

    constexpr void round() {
        v0 += v1, v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0, v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1, v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2, v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }

    constexpr void compress(std::uint64_t word) {
        v3 ^= word;
        round(), round();
        v0 ^= word;
    }
};

/// The tag of `data` under `key`.
constexpr std::uint64_t tag(const Key& key, std::span<const std::uint8_t> data) {
    const std::span<const std::uint8_t, 16> key_bytes(key);
    const std::uint64_t k0 = little_endian(key_bytes.first<8>());
    const std::uint64_t k1 = little_endian(key_bytes.last<8>());
    State state{k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573};

    std::span<const std::uint8_t> rest = data;
    for (; rest.size() >= 8; rest = rest.subspan(8)) {
        state.compress(little_endian(rest.first(8)));
    }
    state.compress(std::uint64_t{data.size()} << 56 | little_endian(rest));

    state.v2 ^= 0xff;
    state.round(), state.round(), state.round(), state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace siphash
