#include "read/merge.h"

#include <doctest/doctest.h>

namespace abi {
namespace {

/// `struct In { u32 a; }`, or with another type for `a`.
Record inner(std::string name, std::uint64_t width_bits = 32) {
    Record record{.name = std::move(name), .size_bytes = 4, .align_bytes = 4, .place = {.file = "a.h", .line = 2}};
    record.fields = {{.name = "a", .type = {.kind = Kind::unsigned_integer, .width_bits = width_bits}}};
    return record;
}

/// `struct R { struct In in; }`.
Record outer(std::string name_of_inner) {
    Record record{.name = "R", .size_bytes = 4, .align_bytes = 4, .place = {.file = "a.h", .line = 1}};
    Type type{.kind = Kind::record, .width_bits = 32, .name = std::move(name_of_inner)};
    record.fields = {{.name = "in", .type = std::move(type)}};
    return record;
}

UnitLayout unit_of(std::vector<Record> records) {
    UnitLayout unit;
    unit.records = std::move(records);
    return unit;
}

TEST_CASE("a record that is read as C and as C++ is one definition, whether the record within comes first or last") {
    const std::vector<Record> first{inner("R::In"), outer("R::In")};
    const std::vector<Record> last{outer("R::In"), inner("R::In")};
    for (const auto& as_cxx : {first, last}) {
        Reading reading;
        MergeIndex index;
        merge(unit_of({inner("In"), outer("In")}), reading, index);
        merge(unit_of(as_cxx), reading, index);
        CHECK(reading.layout.records.size() == 3);
        CHECK(reading.other_definitions.empty());
    }
}

TEST_CASE("a record that C and C++ see with different records within has two definitions") {
    const std::vector<Record> first{inner("R::In", 16), outer("R::In")};
    const std::vector<Record> last{outer("R::In"), inner("R::In", 16)};
    for (const auto& as_cxx : {first, last}) {
        Reading reading;
        MergeIndex index;
        merge(unit_of({inner("In"), outer("In")}), reading, index);
        merge(unit_of(as_cxx), reading, index);
        REQUIRE(reading.other_definitions.size() == 1);
        CHECK(reading.other_definitions.front().name == "R");
        CHECK(reading.other_definitions.front().fields.size() == 1);
    }
}

TEST_CASE("a definition takes the place of a declaration of another unit") {
    Reading reading;
    MergeIndex index;
    const std::string header_user = "a.c";
    merge(unit_of({Record{.name = "In"}, outer("In")}), reading, index, &header_user);
    merge(unit_of({inner("In")}), reading, index);
    REQUIRE(reading.layout.records.size() == 2);
    CHECK(reading.layout.records[0].name == "In");
    CHECK(reading.layout.records[0].fields.size() == 1);
    CHECK(reading.layout.records[1].fields.front().name == "in");
    CHECK(index.units[0] == nullptr);
    CHECK(index.units[1] == &header_user);
}

}  // namespace
}  // namespace abi
