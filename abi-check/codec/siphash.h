// SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012) with 64-bit output: computes the tag of
// some bytes under a key.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace abi {

using SipKey = std::array<std::uint8_t, 16>;

/// All words are little-endian, as in the paper.
std::uint64_t siphash(const SipKey& key, std::span<const std::uint8_t> bytes);

}  // namespace abi
