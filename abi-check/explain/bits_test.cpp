#include "explain/bits.h"

#include <doctest/doctest.h>

TEST_CASE("Two figures of evidence that differ are never printed as the same") {
    CHECK(abi::in_bits(40, 23) == "40 bits");
    CHECK(abi::in_bits(22.8, 23.1) == "22.8 bits");
    CHECK(abi::in_bits(23.1, 22.8) == "23.1 bits");
    CHECK(abi::in_bits(23.114, 23.118) == "23.11 bits");
    CHECK(abi::in_bits(23, 23) == "23 bits");
    CHECK(abi::in_bits(-0.2, 0.3) == "-0.2 bits");
}
