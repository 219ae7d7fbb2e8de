// Readings are written as bytes and read back unchanged; other bytes are refused.
#include "read/reading_bytes.h"

#include <doctest/doctest.h>

using namespace abi;

namespace {

/// Every part of every value is something else than its default. Parts of layouts are those of unit_bytes_test.cpp.
Reading full_reading() {
    const Place place{.file = "a.h", .line = 1, .column = 2, .end_line = 3, .end_column = 4};
    const Problem problem{.place = place, .pointer = "/a", .expected = "x", .found = "y"};
    Record record{.name = "P", .size_bytes = 8, .align_bytes = 4, .place = place};
    record.only_asked = "asked";
    record.no_promise = "no repr";
    record.unit = "a.c";
    record.unit_local = true;
    Reading reading;
    reading.layout = {.origin = "o", .target = "t", .byte_order = ByteOrder::big, .records = {record}};
    reading.layout.facts[Fact::architecture] = "riscv64";
    reading.layout.enums = {{.name = "E", .only_asked = true, .scoped = true}};
    reading.layout.constants = {{.name = "C", .value = {.low = 1, .high = 2, .negative = true}}};
    reading.problems = {problem};
    reading.failed_assertions = {problem, problem};
    reading.units = {"a.c", "b.c"};
    reading.other_definitions = {record};
    reading.stamps = {{.object = "a.o", .spec_digest = "12", .record_digests = {{"P", "34"}}}};
    reading.changed = {{.object = "a.o", .source = "a.c"}};
    reading.unit_facts = {{.unit = "a.c", .facts = reading.layout.facts}};
    reading.choices = {{.is_left_out = true, .why = "w", .found_in = "f", .file = "a.c"}};
    reading.claims = {{.state = ClaimAnswer::State::refuted, .why = "w"}};
    return reading;
}

}  // namespace

TEST_CASE("A reading is read back with every part that was written") {
    const auto bytes = bytes_of(full_reading());
    const auto back = reading_of(bytes);
    REQUIRE(back.has_value());
    CHECK(bytes_of(*back) == bytes);
    CHECK(back->layout.facts[Fact::architecture] == "riscv64");
    CHECK(back->layout.records.at(0).only_asked == "asked");
    CHECK(back->layout.records.at(0).no_promise == "no repr");
    CHECK(back->layout.enums.at(0).only_asked);
    CHECK(back->stamps.at(0).record_digests.at(0).second == "34");
    CHECK(back->changed.at(0).source == "a.c");
    CHECK(back->claims.at(0).state == ClaimAnswer::State::refuted);
    CHECK(back->choices.at(0).file == "a.c");
    // Bytes have all there is: each part that is written changes them.
    CHECK(bytes.size() > bytes_of(Reading{}).size() + 100);
}

TEST_CASE("Bytes that are not a reading are refused") {
    const auto bytes = bytes_of(full_reading());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CHECK_FALSE(reading_of(std::string_view(bytes).substr(0, size)).has_value());
    }
    CHECK_FALSE(reading_of(bytes + "x").has_value());
}
