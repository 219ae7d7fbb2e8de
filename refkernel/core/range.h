// Ranges of physical memory.
#pragma once

#include <cstdint>

namespace core {

/// Physical addresses, [begin, end).
struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

constexpr bool overlap(Range a, Range b) {
    return a.begin < b.end && b.begin < a.end;
}
constexpr bool contains(Range outer, Range inner) {
    return inner.begin <= inner.end && outer.begin <= inner.begin && inner.end <= outer.end;
}

}  // namespace core
