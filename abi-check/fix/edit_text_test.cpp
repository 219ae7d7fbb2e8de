#include "fix/edit_text.h"

#include <doctest/doctest.h>

using abi::fix::edited;
using abi::fix::TextEdit;

TEST_CASE("edits replace, remove and insert, in any order") {
    CHECK(edited("abcdef", {}) == "abcdef");
    CHECK(edited("abcdef", {{4, 6, ""}, {0, 1, "xy"}, {2, 2, "-"}}) == "xyb-cd");
    CHECK(edited("abc", {{1, 1, "1"}, {1, 1, "2"}, {3, 3, "."}}) == "a12bc.");
}

TEST_CASE("an edit that is stated twice counts once") {
    CHECK(edited("abc", {{1, 1, "1"}, {1, 1, "1"}}) == "a1bc");
}

TEST_CASE("edits that overlap or lie outside are refused") {
    CHECK_FALSE(edited("abc", {{0, 2, "x"}, {1, 3, "y"}}));
    CHECK_FALSE(edited("abc", {{0, 2, "x"}, {1, 1, "y"}}));
    CHECK_FALSE(edited("abc", {{2, 4, ""}}));
    CHECK_FALSE(edited("abc", {{2, 1, ""}}));
    CHECK(edited("abc", {{0, 2, "x"}, {2, 3, "y"}}) == "xy");
}
