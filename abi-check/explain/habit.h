// What a field did in the packets before: fields that hold one of a few values, or that step by a fixed distance,
// repeat themselves. The longer they do so, the less each repetition costs (Krichevsky and Trofimov 1981).
#pragma once

#include <array>
#include <cstdint>

namespace abi {

class Habit {
  public:
    bool has_last() const { return count_ != 0; }
    /// The value in the last packet. There must be one.
    std::uint64_t last() const { return recent_[0]; }

    /// The cost in bits to state a value by those before it; a large number if it is none of them. `mask` has the bits
    /// of the field.
    double cost(std::uint64_t value, std::uint64_t mask) const;
    /// The same, but only for the values themselves: the last one and a few before it.
    double cost_of_known(std::uint64_t value) const;

    void add(std::uint64_t value, std::uint64_t mask);

  private:
    static constexpr std::size_t most_recent = 8;
    static constexpr std::uint32_t most_seen = 30;

    void forget();

    std::array<std::uint64_t, most_recent> recent_{};  // different values, the last one first
    std::uint64_t step_ = 0;                           // from the last value but one to the last
    std::uint64_t changed_ = 0;  // all bits from the lowest to the highest one that changed so far
    std::uint32_t count_ = 0;    // of recent_
    std::uint32_t seen_ = 0;     // how often a value followed another, and how many of these were …
    std::uint32_t same_ = 0;     // … the same
    std::uint32_t back_ = 0;     // … another recent one
    std::uint32_t within_ = 0;   // … different in changed_ only
    std::uint32_t stepped_ = 0;  // … as far from the one before
};

}  // namespace abi
