// What readers find is written as bytes and read back unchanged; other bytes are refused.
#include "read/reading_bytes.h"

#include <doctest/doctest.h>

using namespace abi;

namespace {

Place place(unsigned line) {
    return {.file = "src/a.h", .line = line, .column = 3, .end_line = line + 1, .end_column = 900};
}

/// Every part of every value is something else than its default.
Reading reading() {
    const Integer big{.low = ~0ULL, .high = 1, .negative = true};
    Record record{.name = "S", .kind = RecordKind::union_, .size_bytes = 12, .align_bytes = 4};
    record.fields = {
        Field{.name = "kind", .type = {.kind = Kind::byte, .width_bits = 8}, .since = "2", .overlaps = true}};
    record.only_asked = "asked";
    record.no_promise = "Rust";
    record.grows_at_end = true;
    record.min_size_bytes = 8;
    record.size_field = "size";
    record.byte_order = ByteOrder::big;
    record.pointer_bytes = 8;
    record.targets = {"armv7"};
    record.unit = "a.c";
    record.unit_local = true;
    record.history = {Record{.name = "S@1", .size_bytes = 8}};
    record.place = place(7);
    Reading made;
    made.layout = {.origin = "o", .target = "t", .facts = {}, .byte_order = ByteOrder::big, .records = {record}};
    made.layout.facts[Fact::architecture] = "arm";
    made.layout.enums = {Enum{.name = "E", .only_asked = true, .scoped = true, .targets = {"x"}}};
    made.layout.constants = {Constant{.name = "N",
                                      .type = {},
                                      .value = big,
                                      .doc = "d",
                                      .place = place(9),
                                      .expression = Expression{.form = "size", .record = "S"},
                                      .targets = {"y"}}};
    made.problems = {file_problem("a.c", "x", "y")};
    made.failed_assertions = {file_problem("b.c", "x", "y")};
    made.units = {"a.c"};
    made.other_definitions = {record};
    made.stamps = {{"a.o", "12", {{"S", "34"}}}};
    made.changed = {{"a.o", "a.c"}};
    made.unit_facts = {{"a.c", made.layout.facts}};
    made.choices = {{true, "why", "a.h", "a.c"}};
    made.claims = {{.state = ClaimAnswer::State::refuted, .why = "w"}};
    return made;
}

}  // namespace

TEST_CASE("A reading is read back with every part that was written") {
    const auto bytes = bytes_of(reading());
    const auto back = reading_of(bytes);
    REQUIRE(back.has_value());
    // Bytes say all there is, so two readings with the same bytes are the same.
    CHECK(bytes_of(*back) == bytes);
    REQUIRE(back->layout.records.size() == 1);
    const auto& record = back->layout.records[0];
    CHECK(record.fields[0].since == "2");
    CHECK(record.only_asked == "asked");
    CHECK(record.no_promise == "Rust");
    CHECK(record.pointer_bytes == 8U);
    CHECK(record.targets == std::vector<std::string>{"armv7"});
    REQUIRE(record.history.size() == 1);
    CHECK(record.history[0].name == "S@1");
    CHECK(back->layout.facts == reading().layout.facts);
    CHECK(back->layout.enums[0].only_asked);
    CHECK(back->layout.constants[0].expression == reading().layout.constants[0].expression);
    CHECK(to_string(back->problems[0]) == to_string(reading().problems[0]));
    CHECK(back->stamps[0].record_digests == reading().stamps[0].record_digests);
    CHECK(back->changed[0].source == "a.c");
    CHECK(back->unit_facts[0].facts == reading().unit_facts[0].facts);
    CHECK(back->choices[0].found_in == "a.h");
    CHECK(back->claims[0].state == ClaimAnswer::State::refuted);
}

TEST_CASE("Truncated and extended bytes of a reading are refused") {
    const auto bytes = bytes_of(reading());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        CAPTURE(size);
        CHECK_FALSE(reading_of(bytes.substr(0, size)).has_value());
    }
    CHECK_FALSE(reading_of(bytes + '\0').has_value());
}

TEST_CASE("A record in the history of a record has no history of its own") {
    auto nested = reading();
    nested.layout.records[0].history[0].history = {Record{.name = "S@0"}};
    const auto back = reading_of(bytes_of(nested));
    REQUIRE(back.has_value());
    CHECK(back->layout.records[0].history[0].history.empty());
}
