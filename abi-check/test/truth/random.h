// Random numbers that are the same on every machine, compiler and library.
#pragma once

#include <cstddef>
#include <cstdint>

namespace abi::truth {

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
struct Random {
    std::uint64_t state = 0;

    std::uint64_t next() {
        state += 0x9e3779b97f4a7c15U;
        std::uint64_t z = state;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    /// 0 … count - 1. That 2^64 is no multiple of `count` does not matter here.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    unsigned between(unsigned least, unsigned most) { return least + static_cast<unsigned>(below(most - least + 1)); }
    bool chance(unsigned percent) { return below(100) < percent; }

    template <typename Range>
    auto pick(const Range& choices) {
        return choices[below(choices.size())];
    }
};

}  // namespace abi::truth
