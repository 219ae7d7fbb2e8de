#include "core/provenance.h"

namespace core {
namespace {

/// Not a secret: it is in the kernel's file. Each process has its own key, so packets of one process are not valid for
/// another.
constexpr siphash::Key boot_key{'r', 'e', 'f', 'k', 'e', 'r', 'n', 'e', 'l', ' ', 'b', 'o', 'o', 't', ' ', '1'};

void store(std::span<std::uint8_t> to, std::uint64_t value) {
    for (std::uint8_t& byte : to) {
        byte = static_cast<std::uint8_t>(value);
        value >>= 8;
    }
}

}  // namespace

siphash::Key derive_key(std::uint64_t count) {
    siphash::Key key{};
    for (std::uint64_t half = 0; half < 2; ++half) {
        std::array<std::uint8_t, 8> number{};
        store(number, count * 2 + half);
        store(std::span(key).subspan(half * 8, 8), siphash::tag(boot_key, number));
    }
    return key;
}

}  // namespace core
