#include "core/provenance.h"

#include <array>
#include <bit>

namespace core {
namespace {

/// Not a secret: it is in the kernel's file. Each process has its own key, so packets of one process are not valid for
/// another.
constexpr siphash::Key boot_key{'r', 'e', 'f', 'k', 'e', 'r', 'n', 'e', 'l', ' ', 'b', 'o', 'o', 't', ' ', '1'};

}  // namespace

siphash::Key derive_key(std::uint64_t count) {
    using Bytes = std::array<std::uint8_t, 8>;
    static_assert(std::endian::native == std::endian::little);
    const std::uint64_t low = siphash::tag(boot_key, std::bit_cast<Bytes>(count * 2));
    const std::uint64_t high = siphash::tag(boot_key, std::bit_cast<Bytes>(count * 2 + 1));
    return std::bit_cast<siphash::Key>(std::array{low, high});
}

}  // namespace core
