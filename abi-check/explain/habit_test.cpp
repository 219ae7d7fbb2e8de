#include "explain/habit.h"

#include <doctest/doctest.h>

namespace {

constexpr std::uint64_t mask = 0xFFFFFFFF;

abi::Habit after(std::initializer_list<std::uint64_t> values) {
    abi::Habit habit;
    for (const auto value : values) habit.add(value, mask);
    return habit;
}

}  // namespace

TEST_CASE("Each repetition of a value costs less than the one before") {
    CHECK(after({}).cost(7, mask) > 1000);
    CHECK(after({7}).cost(7, mask) == doctest::Approx(2));
    CHECK(after({7, 7}).cost(7, mask) < 1);
    CHECK(after({7, 7, 7, 7, 7, 7, 7, 7}).cost(7, mask) < 0.3);
}

TEST_CASE("A step that repeats itself costs little, also over the end of the field") {
    CHECK(after({0x1000, 0x2000, 0x3000}).cost(0x4000, mask) < 3);
    CHECK(after({0xFFFFFE00, 0xFFFFFF00}).cost(0, mask) <= 4);
}

TEST_CASE("A value that differs only in bits that changed before costs these bits") {
    // Bits 12 to 15 change.
    const auto habit = after({0x7F001000, 0x7F00E000, 0x7F003000, 0x7F00C000, 0x7F005000});
    CHECK(habit.cost(0x7F00A000, mask) == doctest::Approx(4).epsilon(0.2));
    CHECK(habit.cost(0x7F00A001, mask) > 1000);
}

TEST_CASE("A value from some packets before is known, and only equal values are known") {
    const auto habit = after({1, 2, 3, 1, 2, 3});
    CHECK(habit.cost_of_known(1) < 4);
    CHECK(habit.cost_of_known(4) > 1000);
}
