#include <doctest/doctest.h>

#include "gen/gen.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

TEST_CASE("a table has a row per field, in bytes") {
    Layout spec;
    spec.origin = "spec/x.abi.json";
    spec.records = {record("Pair", 8, 4, {field("a", u(32), 0), field("b", scalar(Kind::signed_integer, 16, {2}), 4)})};
    const std::string text = gen_table({spec, "x", "00ff", {}});
    CHECK(text.find("namespace abi::table::x {") != std::string::npos);
    CHECK(text.find("std::array<std::uint8_t, 2> digest{0x00, 0xff};") != std::string::npos);
    CHECK(text.find("    {\"a\", 0, 4, 4, false},\n    {\"b\", 4, 4, 2, true},\n") != std::string::npos);
    CHECK(text.find("RecordRow Pair{\"Pair\", 8, 4, Pair_fields, 2};") != std::string::npos);
}

TEST_CASE("what a table cannot say has no row") {
    Layout spec;
    Record bits = record("Bits", 4, 4, {field("a", u(32), 0)});
    bits.fields[0].bit_width = 5;
    Record either = record("Either", 4, 4, {field("a", u(32), 0)});
    either.kind = RecordKind::union_;
    spec.records = {bits, either};
    CHECK(gen_table({spec, "x", "", {}}).find("RecordRow") == std::string::npos);
}

TEST_CASE("a name that is no identifier becomes one") {
    CHECK(gen_table({{}, "my-abi 2", "", {}}).find("namespace abi::table::my_abi_2 {") != std::string::npos);
    CHECK(gen_table({{}, "2nd", "", {}}).find("namespace abi::table::_2nd {") != std::string::npos);
}

TEST_CASE("an enumeration is signed if the integer that carries it is") {
    Layout spec;
    Type carried = u(32);
    carried.kind = Kind::enumeration;
    carried.name = "K";
    Type signed_one = carried;
    signed_one.is_signed = true;
    spec.records = {record("R", 8, 4, {field("a", carried, 0), field("b", signed_one, 4)})};
    CHECK(gen_table({spec, "x", "", {}}).find("    {\"a\", 0, 4, 4, false},\n    {\"b\", 4, 4, 4, true},\n") !=
          std::string::npos);
}
