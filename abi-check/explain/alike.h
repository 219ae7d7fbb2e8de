// Whether two ways to read bytes find the same in them.
#pragma once

#include <cstdint>
#include <span>

#include "explain/rank.h"

namespace abi {

/// Whether both give the same values to the packets of `a`. Fields that only one of them has must be zero.
bool read_alike(const Fit& a, const Fit& b, std::span<const std::span<const std::uint8_t>> chunks);

/// Whether both find the same packets and, apart from zeros, the same numbers at the same places in them. Fields may
/// have other names and widths: `u32 length; u32 _pad; u64 address` and `u64 address; u64 length` do so if the numbers
/// are small.
bool read_same_numbers(const Fit& a, const Fit& b, std::span<const std::span<const std::uint8_t>> chunks);

}  // namespace abi
