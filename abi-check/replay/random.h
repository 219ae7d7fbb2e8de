// Random numbers for generated cases.
#pragma once

#include <cstdint>

namespace abi {

/// SplitMix64 (Steele, Lea, Flood 2014). Unlike the standard library's distributions, it gives the same numbers on
/// every machine.
struct Random {
    std::uint64_t state;

    std::uint64_t next() {
        state += 0x9e3779b97f4a7c15;
        std::uint64_t mixed = state;
        mixed = (mixed ^ mixed >> 30U) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ mixed >> 27U) * 0x94d049bb133111eb;
        return mixed ^ mixed >> 31U;
    }
    /// A number less than `end`. Its bias is at most 2^-32, which is too small for a test to notice.
    std::uint64_t below(std::uint64_t end) { return (next() >> 32U) * end >> 32U; }
};

}  // namespace abi
