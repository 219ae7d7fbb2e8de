#include "check/odr.h"

#include <doctest/doctest.h>

#include "check/match.h"

using namespace abi;

namespace {

Record record_of(std::uint64_t align_bytes, std::string unit) {
    Record record{.name = "R", .size_bytes = 8, .align_bytes = align_bytes};
    record.fields.push_back({.name = "a", .type = {.kind = Kind::unsigned_integer, .width_bits = 64}});
    record.unit = std::move(unit);
    return record;
}

}  // namespace

TEST_CASE("Two definitions that differ in their alignment are told by it") {
    CHECK(two_definitions(record_of(8, ""), record_of(4, "")) ==
          "is defined twice, with different layouts: its alignment is 8 bytes there and 4 bytes here");
}

TEST_CASE("Two definitions name their units") {
    CHECK(two_definitions(record_of(8, "a.c"), record_of(4, "b.c (with #pragma pack(4))")) ==
          "is defined twice, with different layouts: its alignment is 8 bytes in a.c and 4 bytes in b.c (with #pragma "
          "pack(4))");
}

TEST_CASE("Two definitions that differ only by a name that states a byte order are told by it") {
    auto first = record_of(8, "a.c");
    first.fields[0].type.spelling = "__be64";
    auto other = record_of(8, "b.c");
    other.fields[0].type.spelling = "__u64";
    CHECK(two_definitions(first, other) ==
          "is defined twice, with different layouts: a is `__be64` in a.c and `__u64` in b.c");
    other.fields[0].type.spelling = "my_order";
    other.fields[0].type.typedefs = "__be64 __u64";
    CHECK(two_definitions(first, other).empty());
}

TEST_CASE("Equal definitions are not told") {
    CHECK(two_definitions(record_of(8, "a.c"), record_of(8, "b.c")).empty());
}

TEST_CASE("Types that are local to their units are no definitions of one record") {
    WitnessAnswer witness;
    witness.layout.records = {record_of(8, "a.cpp")};
    witness.other_definitions = {record_of(4, "b.cpp")};
    const auto findings = [&] {
        std::vector<Finding> found;
        check_odr("R", witness, found);
        return found.size();
    };
    CHECK(findings() == 1);
    CHECK(types_of_same_name("R", witness).empty());
    witness.other_definitions[0].unit_local = true;
    CHECK(findings() == 0);
    CHECK(types_of_same_name("R", witness).size() == 1);
    witness.other_definitions[0].unit_local = false;
    witness.layout.records[0].unit_local = true;
    CHECK(findings() == 0);
    CHECK(types_of_same_name("R", witness).size() == 1);
}

TEST_CASE("Names in several scopes that mean one record are told, with the alias that decides") {
    auto own = record_of(8, "a.cpp");
    auto other = record_of(4, "b.cpp");
    own.name = "core::R";
    other.name = "core::Queue::R";
    WitnessAnswer witness;
    witness.layout.records = {own, other};
    Layout spec;
    spec.records = {record_of(8, "")};
    use_spec_names(witness, spec, {});
    std::vector<Finding> found;
    check_odr("R", witness, found);
    REQUIRE(found.size() == 1);
    CHECK(
        found[0].message ==
        "R may mean core::Queue::R or core::R, which are declared with different layouts: its alignment is 8 bytes in "
        "a.cpp and 4 bytes in b.cpp");
    CHECK(found[0].remedy == R"(say which one is meant by an alias: "core::R": "R", or --alias core::R=R)");
}

TEST_CASE("Raw memory in one definition hides the nested record of the other") {
    auto raw = record_of(8, "a.c");
    raw.fields[0].type = {.kind = Kind::unsigned_integer, .width_bits = 8, .extents = {8}};
    auto nested = record_of(8, "b.c");
    nested.fields[0].type = {.kind = Kind::record, .width_bits = 64};
    CHECK_FALSE(two_definitions(raw, nested).empty());
}
