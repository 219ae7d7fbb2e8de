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

/// The state v0…v3 in section 2 of the paper. A round mixes v0 with v1 and v2 with v3, and then all four.
struct State {
    std::uint64_t v0, v1, v2, v3;

    constexpr bool operator==(const State&) const = default;

    constexpr void mix_v0_v1() {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
    }
    constexpr void mix_v2_v3() {
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
    }
    constexpr void mix_all() {
        v2 += v1, v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2, v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }
    constexpr void round() {
        mix_v0_v1(), mix_v2_v3();
        mix_all();
    }

    constexpr void compress(std::uint64_t word) {
        v3 ^= word;
        round(), round();
        v0 ^= word;
    }
};

/// A key, prepared once for many tags: the state at the beginning, after the half of the first round that needs no
/// message (the first word changes v3 only).
struct ExpandedKey {
    State state{};

    constexpr bool operator==(const ExpandedKey&) const = default;
};
constexpr ExpandedKey expand(const Key& key) {
    const std::span<const std::uint8_t, 16> bytes(key);
    const std::uint64_t k0 = little_endian(bytes.first<8>());
    const std::uint64_t k1 = little_endian(bytes.last<8>());
    ExpandedKey expanded{
        {k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573}};
    expanded.state.mix_v0_v1();
    return expanded;
}

/// Compresses the first word of a message.
constexpr State begin(const ExpandedKey& key, std::uint64_t word) {
    State state = key.state;
    state.v3 ^= word;
    state.mix_v2_v3();
    state.mix_all();
    state.round();
    state.v0 ^= word;
    return state;
}
constexpr std::uint64_t end(State state) {
    state.v2 ^= 0xff;
    state.round(), state.round(), state.round(), state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

/// The tag of 24 bytes that are given as three little-endian words. Inlined, because it runs for each packet.
[[gnu::always_inline]] constexpr std::uint64_t tag(const ExpandedKey& key, std::uint64_t first, std::uint64_t second,
                                                   std::uint64_t third) {
    State state = begin(key, first);
    state.compress(second);
    state.compress(third);
    state.compress(std::uint64_t{24} << 56);
    return end(state);
}

/// The tag of `data` under `key`.
constexpr std::uint64_t tag(const ExpandedKey& key, std::span<const std::uint8_t> data) {
    const std::uint64_t last = std::uint64_t{data.size()} << 56 | little_endian(data.last(data.size() % 8));
    if (data.size() < 8) {
        return end(begin(key, last));
    }
    State state = begin(key, little_endian(data.first(8)));
    for (std::span rest = data.subspan(8); rest.size() >= 8; rest = rest.subspan(8)) {
        state.compress(little_endian(rest.first(8)));
    }
    state.compress(last);
    return end(state);
}
constexpr std::uint64_t tag(const Key& key, std::span<const std::uint8_t> data) {
    return tag(expand(key), data);
}

}  // namespace siphash
