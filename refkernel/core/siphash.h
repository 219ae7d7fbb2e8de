// SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012), 64-bit output.
//
// The kernel checks tags with it, and userland computes them with it. abi-check has a separate implementation in
// codec/siphash.h, so that an error here cannot hide there.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace siphash {

using Key = std::array<std::uint8_t, 16>;

/// Loads up to eight bytes, little-endian; missing ones are zero.
constexpr std::uint64_t little_endian(std::span<const std::uint8_t> bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        value |= std::uint64_t{bytes[i]} << 8 * i;
    }
    return value;
}

/// The state v0…v3 in section 2 of the paper.
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

/// A key as the algorithm's two numbers.
struct KeyWords {
    std::uint64_t k0 = 0, k1 = 0;

    constexpr bool operator==(const KeyWords&) const = default;
};
constexpr KeyWords words_of(const Key& key) {
    const std::span<const std::uint8_t, 16> bytes(key);
    return {little_endian(bytes.first<8>()), little_endian(bytes.last<8>())};
}

constexpr State begin(const KeyWords& key) {
    return {key.k0 ^ 0x736f6d6570736575, key.k1 ^ 0x646f72616e646f6d, key.k0 ^ 0x6c7967656e657261,
            key.k1 ^ 0x7465646279746573};
}
constexpr std::uint64_t end(State state) {
    state.v2 ^= 0xff;
    state.round(), state.round(), state.round(), state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

/// The tag of 24 bytes that are given as three little-endian words.
constexpr std::uint64_t tag(const KeyWords& key, std::uint64_t first, std::uint64_t second, std::uint64_t third) {
    State state = begin(key);
    state.compress(first);
    state.compress(second);
    state.compress(third);
    state.compress(std::uint64_t{24} << 56);
    return end(state);
}

/// The tag of `data` under `key`.
constexpr std::uint64_t tag(const KeyWords& key, std::span<const std::uint8_t> data) {
    State state = begin(key);
    std::span<const std::uint8_t> rest = data;
    for (; rest.size() >= 8; rest = rest.subspan(8)) {
        state.compress(little_endian(rest.first(8)));
    }
    state.compress(std::uint64_t{data.size()} << 56 | little_endian(rest));
    return end(state);
}
constexpr std::uint64_t tag(const Key& key, std::span<const std::uint8_t> data) {
    return tag(words_of(key), data);
}

}  // namespace siphash
