// A process's share of a hart's time.
//
// A slice belongs to its process: what the process has used stays used when it gives way. Example: a process that gives
// way just before its slice ends has only the rest in its next turn, and the next process has a whole slice of its own.
#pragma once

#include <algorithm>
#include <cstdint>

namespace core {

/// How long a process may run while others wait.
constexpr std::uint64_t slice_ticks = 100'000;  // 10 ms
/// A shorter rest of a slice is not worth a turn.
constexpr std::uint64_t shortest_turn_ticks = 1'000;
/// How long one trap serves commands while other harts wait for the lock. The step that is begun before is completed.
constexpr std::uint64_t trap_ticks = 10'000;  // 1 ms

struct Slice {
    std::uint64_t left_ticks = slice_ticks;
};

/// How long the next turn may last. Begins a new slice if the old one is used up.
constexpr std::uint64_t next_turn_ticks(Slice& slice) {
    if (slice.left_ticks < shortest_turn_ticks) {
        slice.left_ticks = slice_ticks;
    }
    return slice.left_ticks;
}

/// Subtracts what a turn has used.
constexpr void use(Slice& slice, std::uint64_t ticks) {
    slice.left_ticks -= std::min(slice.left_ticks, ticks);
}

}  // namespace core
