// CRC-32/ISO-HDLC: the one of zlib, Ethernet and cksum -o 3. Its check value is 0xcbf43926.
#pragma once

#include <cstdint>
#include <span>

namespace core {

/// Of `bytes`; `before` is the value of what came before them, 0 at the start.
std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

}  // namespace core
