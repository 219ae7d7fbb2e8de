// SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012), 64-bit output: the tag of some bytes
// under a key.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace abi {

using SipKey = std::array<std::uint8_t, 16>;

/// Bytes are little-endian throughout, as the paper has them.
std::uint64_t siphash(const SipKey& key, std::span<const std::uint8_t> bytes);

}  // namespace abi
