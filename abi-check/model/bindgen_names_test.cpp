#include "model/bindgen_names.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

TEST_CASE("bindgen's fields for bit-fields are known by their names") {
    CHECK(is_bit_unit("_bitfield_1"));
    CHECK(is_bit_unit("_bitfield_12"));
    for (const auto* name : {"", "_bitfield_", "_bitfield_1a", "bitfield_1", "_bitfield_align_1"}) {
        CAPTURE(name);
        CHECK_FALSE(is_bit_unit(name));
    }
    CHECK(is_bit_alignment("_bitfield_align_1"));
    CHECK_FALSE(is_bit_alignment("_bitfield_align_"));
    CHECK_FALSE(is_bit_alignment("_bitfield_1"));
}

TEST_CASE("A field that holds bit-fields is raw memory, and a record is none") {
    Type unit = scalar(Kind::unknown, 24);
    CHECK(make_raw(unit));
    CHECK(unit == bytes(3));
    Type array = scalar(Kind::unsigned_integer, 8, {2});
    CHECK(make_raw(array));
    CHECK(array == bytes(2));
    Type named = scalar(Kind::record, 32);
    named.name = "Flags";
    CHECK_FALSE(make_raw(named));
    CHECK(named.kind == Kind::record);
    Type word = u(16);  // an old bindgen's: its bits have an order
    CHECK_FALSE(make_raw(word));
    Type nothing = scalar(Kind::unknown, 0);
    CHECK_FALSE(make_raw(nothing));
}
