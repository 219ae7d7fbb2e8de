// Tests hal/memory.c, which replaces functions of the C library. Here they have other names (core/CMakeLists.txt).
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

extern "C" {
void* hal_memcpy(void* to, const void* from, std::size_t bytes);
void* hal_memmove(void* to, const void* from, std::size_t bytes);
void* hal_memset(void* to, int value, std::size_t bytes);
}

namespace {

using Bytes = std::vector<std::uint8_t>;  // on the heap with exact sizes, so that the sanitizer finds accesses outside

Bytes counting(std::size_t count) {
    Bytes bytes(count);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
    return bytes;
}

constexpr std::size_t lengths = 100;
constexpr std::size_t offsets = 9;

}  // namespace

TEST_CASE("exactly the requested bytes are copied, from and to any alignment") {
    for (std::size_t length = 0; length < lengths; ++length) {
        for (std::size_t from = 0; from < offsets; ++from) {
            const Bytes source = counting(from + length);
            for (std::size_t to = 0; to < offsets; ++to) {
                CAPTURE(length);
                CAPTURE(from);
                CAPTURE(to);
                Bytes target(to + length + 1, 0xee);
                Bytes expected = target;
                std::copy_n(source.begin() + static_cast<std::ptrdiff_t>(from), length,
                            expected.begin() + static_cast<std::ptrdiff_t>(to));
                const void* const returned = hal_memcpy(target.data() + to, source.data() + from, length);
                REQUIRE(target == expected);
                REQUIRE(returned == target.data() + to);
            }
        }
    }
}

TEST_CASE("overlapping bytes are moved in both directions by any distance") {
    for (std::size_t length = 0; length < lengths; ++length) {
        for (std::size_t from = 0; from < 20; ++from) {
            for (std::size_t to = 0; to < 20; ++to) {
                CAPTURE(length);
                CAPTURE(from);
                CAPTURE(to);
                Bytes bytes = counting(std::max(from, to) + length);
                Bytes expected = bytes;
                const Bytes source = bytes;
                std::copy_n(source.begin() + static_cast<std::ptrdiff_t>(from), length,
                            expected.begin() + static_cast<std::ptrdiff_t>(to));
                hal_memmove(bytes.data() + to, bytes.data() + from, length);
                REQUIRE(bytes == expected);
            }
        }
    }
}

TEST_CASE("exactly the requested bytes are set, at any alignment") {
    for (std::size_t length = 0; length < lengths; ++length) {
        for (std::size_t to = 0; to < offsets; ++to) {
            CAPTURE(length);
            CAPTURE(to);
            Bytes target(to + length + 1, 0xee);
            Bytes expected = target;
            std::fill_n(expected.begin() + static_cast<std::ptrdiff_t>(to), length, std::uint8_t{0xa5});
            hal_memset(target.data() + to, 0x1a5, length);
            REQUIRE(target == expected);
        }
    }
}
