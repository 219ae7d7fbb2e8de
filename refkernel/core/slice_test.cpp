#include "core/slice.h"

#include <doctest/doctest.h>

using namespace core;

namespace {

/// How long two processes ran after many turns each. The first gives way after `thief_ticks` of each turn; the other
/// one uses its turns.
struct Shares {
    std::uint64_t thief = 0;
    std::uint64_t honest = 0;
};

Shares shares(std::uint64_t thief_ticks) {
    Slice thief;
    Slice honest;
    Shares ran;
    for (int turn = 0; turn < 1000; ++turn) {
        const std::uint64_t stolen = std::min(next_turn_ticks(thief), thief_ticks);
        use(thief, stolen);
        ran.thief += stolen;
        const std::uint64_t used = next_turn_ticks(honest);
        use(honest, used);
        ran.honest += used;
    }
    return ran;
}

}  // namespace

TEST_CASE("a process that gives way before its slice ends gets no more than its share") {
    for (const std::uint64_t ticks : {slice_ticks, slice_ticks - 1, slice_ticks * 96 / 100, slice_ticks / 2}) {
        CAPTURE(ticks);
        const Shares ran = shares(ticks);
        CHECK(ran.thief <= ran.honest);
        CHECK(ran.honest == 1000 * slice_ticks);
    }
}

TEST_CASE("what a turn has used stays used") {
    Slice slice;
    use(slice, 30'000);
    CHECK(next_turn_ticks(slice) == slice_ticks - 30'000);
    use(slice, slice_ticks);  // more than was left: a trap may end late
    CHECK(slice.left_ticks == 0);
    CHECK(next_turn_ticks(slice) == slice_ticks);
}

TEST_CASE("a rest that is too short for a turn is dropped") {
    Slice slice;
    use(slice, slice_ticks - shortest_turn_ticks);
    CHECK(next_turn_ticks(slice) == shortest_turn_ticks);
    use(slice, 1);
    CHECK(next_turn_ticks(slice) == slice_ticks);
}
