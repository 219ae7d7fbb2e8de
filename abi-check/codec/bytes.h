// Raw bytes, and conversion from and to hexadecimal.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"

namespace abi {

using Bytes = std::vector<std::uint8_t>;

/// Reads "00 04 00 00 …". White space between digits is ignored; "0x" is not allowed. Fails, with the position, at any
/// other character and for an odd number of digits.
Result<Bytes> parse_hex(std::string_view text);

/// Lower case, in groups of `group` bytes separated by a space (0: no spaces).
std::string to_hex(std::span<const std::uint8_t> bytes, std::size_t group = 4);

}  // namespace abi
