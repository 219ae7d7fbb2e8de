// CRC-32/ISO-HDLC, which zlib and Ethernet use. Its check value is 0xcbf43926.
#pragma once

#include <cstdint>
#include <span>

namespace core {

/// The CRC of `bytes`. `before` is the CRC of the bytes before them, 0 at the start.
std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

}  // namespace core
