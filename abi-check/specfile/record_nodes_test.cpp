#include "specfile/record_nodes.h"

#include <doctest/doctest.h>

#include "model/on_target.h"
#include "specfile/read.h"
#include "specfile/refusal.h"

namespace abi {
namespace {

std::string spec_of(const std::string& records) {
    return R"({"name": "s", "records": [)" + records + "]}";
}

constexpr auto event = R"(
    {"name": "event", "size": 16, "align": 8,
     "fields": [{"name": "kind", "type": "u32", "offset": 0}, {"name": "_pad", "type": "u32", "offset": 4, "role": "padding"},
                {"name": "data", "type": "u64", "offset": 8, "doc": "any number"}],
     "layouts": [{"targets": ["x86_64"], "size": 12, "align": 4, "packed": true, "without": ["_pad"],
                  "fields": [{"name": "data", "offset": 4}]}]})";

TEST_CASE("a layout states what differs from its record") {
    const auto spec = parse_spec("s.json", spec_of(event));
    REQUIRE(spec);
    const Record* here = find_record_on(spec->layout, "event", "x86_64");
    REQUIRE(here != nullptr);
    CHECK(here->size_bytes == 12);
    CHECK(here->packed);
    REQUIRE(here->fields.size() == 2);
    CHECK(here->fields[1].offset_bits == 32);
    CHECK(here->fields[1].type.width_bits == 64);
    CHECK(here->fields[1].doc == "any number");
    CHECK(here->place.line == 5);
    CHECK(here->fields[0].place.line == 3);
    const Record* elsewhere = find_record_on(spec->layout, "event", "riscv64");
    REQUIRE(elsewhere != nullptr);
    CHECK(elsewhere->size_bytes == 16);
    CHECK(elsewhere->fields.size() == 3);
}

TEST_CASE("a record without a size exists only where one of its layouts does") {
    const auto spec = parse_spec("s.json", spec_of(R"(
        {"name": "time", "fields": [{"name": "sec", "type": "i64", "offset": 0}, {"name": "usec"}], "layouts": [
          {"targets": ["x86_64"], "size": 16, "align": 8, "fields": [{"name": "usec", "type": "i64", "offset": 8}]},
          {"targets": ["i686"], "size": 8, "align": 4,
           "fields": [{"name": "sec", "type": "i32"}, {"name": "usec", "type": "i32", "offset": 4}]}]})"));
    REQUIRE(spec);
    CHECK(spec->layout.records.size() == 2);
    CHECK(find_record_on(spec->layout, "time", "i686")->fields[0].type.width_bits == 32);
    CHECK(find_record_on(spec->layout, "time", "riscv64") == nullptr);
}

TEST_CASE("fields of a layout are sorted by its own offsets") {
    const auto spec = parse_spec("s.json", spec_of(R"(
        {"name": "s", "size": 8, "align": 4,
         "fields": [{"name": "a", "type": "u32", "offset": 0}, {"name": "b", "type": "u32", "offset": 4}],
         "layouts": [{"targets": ["mips"], "fields": [{"name": "a", "offset": 4}, {"name": "b", "offset": 0}]}]})"));
    REQUIRE(spec);
    CHECK(find_record_on(spec->layout, "s", "mips")->fields[0].name == "b");
}

TEST_CASE("a pointer is as wide as the layout needs it") {
    const auto spec = parse_spec("s.json", spec_of(R"(
        {"name": "list", "fields": [{"name": "next", "type": "ptr", "offset": 0}, {"name": "used", "type": "isize"}],
         "layouts": [
          {"targets": ["x86_64"], "size": 16, "align": 8, "fields": [{"name": "used", "offset": 8}]},
          {"targets": ["i686"], "size": 8, "align": 4, "fields": [{"name": "used", "offset": 4}]},
          {"targets": ["avr"], "size": 4, "align": 1, "fields": [{"name": "used", "offset": 2}]}]})"));
    REQUIRE(spec);
    CHECK(find_record_on(spec->layout, "list", "x86_64")->pointer_bytes == 8);
    CHECK(find_record_on(spec->layout, "list", "i686")->pointer_bytes == 4);
    CHECK(find_record_on(spec->layout, "list", "avr")->pointer_bytes == 2);
    CHECK(find_record_on(spec->layout, "list", "avr")->fields[1].type.kind == Kind::signed_integer);
}

TEST_CASE("a record for named targets may align numbers less than their size") {
    const std::string fields =
        R"("fields": [{"name": "a", "type": "u32", "offset": 0}, {"name": "b", "type": "u64", "offset": 4}])";
    CHECK(
        parse_spec("s.json", spec_of(R"({"name": "s", "size": 12, "align": 4, "targets": ["i686"], )" + fields + "}")));
    CHECK_FALSE(parse_spec("s.json", spec_of(R"({"name": "s", "size": 12, "align": 4, )" + fields + "}")));
}

TEST_CASE("one name has one layout on each target") {
    const std::string i686 =
        R"({"name": "s", "size": 1, "align": 1, "targets": ["i686"], "fields": [{"name": "a", "type": "u8", "offset": 0}]})";
    std::string x86_64 = i686;
    x86_64.replace(x86_64.find("i686"), 4, "x86_64");
    CHECK(parse_spec("s.json", spec_of(i686 + "," + x86_64)));
    const auto twice = parse_spec("s.json", spec_of(i686 + "," + i686));
    REQUIRE_FALSE(twice);
    CHECK(twice.problems[0].pointer == "/records/1/targets");
    CHECK(twice.problems[0].expected == "one declaration of s on a target");
    CHECK(twice.problems[0].found == "another one on i686 (first at /records/0/targets)");
}

TEST_CASE("a nested record has one size wherever the outer one has one layout") {
    const std::string outer =
        R"(, {"name": "o", "size": 16, "align": 4, "fields": [{"name": "e", "type": "event", "offset": 0}]})";
    const auto spec = parse_spec("s.json", spec_of(event + outer));
    REQUIRE_FALSE(spec);
    CHECK(spec.problems[0].pointer == "/records/1/fields/0/type");
    CHECK(spec.problems[0].found == "\"event\", which has 16 bytes elsewhere and 12 bytes on x86_64");
}

TEST_CASE("faults of layouts are refused with their place") {
    const auto check = [](const std::string& layouts, const std::string& pointer, const std::string& expected) {
        const auto spec = parse_spec(
            "s.json", spec_of(R"({"name": "s", "fields": [{"name": "a", "type": "u8", "offset": 0}], "layouts": )" +
                              layouts + "}"));
        CAPTURE(layouts);
        REQUIRE_FALSE(spec);
        CHECK(spec.problems[0].pointer == pointer);
        CHECK(spec.problems[0].expected.find(expected) != std::string::npos);
    };
    check(R"([{"targets": ["x"], "align": 1}])", "/records/0/layouts/0", "\"size\"");
    check(R"([{"targets": ["x"], "size": 1, "align": 1, "without": ["b"]}])", "/records/0/layouts/0/without/0",
          "a field of the record");
    check(R"([{"targets": ["x"], "size": 2, "align": 1, "fields": [{"name": "b", "offset": 1}]}])",
          "/records/0/layouts/0/fields/0", "\"type\"");
    check(R"([{"targets": ["x"], "size": 1, "align": 1}, {"targets": ["x"], "size": 1, "align": 1}])",
          "/records/0/layouts/1/targets", "one declaration of s");
    check(R"([{"targets": ["x"], "size": 1, "align": 1, "fields": [{"name": "a"}, {"name": "a", "type": "i8"}]}])",
          "/records/0/layouts/0/fields/1/name", "each field once");
    check(
        R"([{"targets": ["x"], "size": 1, "align": 1, "without": ["a", "a"], "fields": [{"name": "b", "type": "u8", "offset": 0}]}])",
        "/records/0/layouts/0/without/1", "each field once");
    check(R"([{"targets": ["x"], "size": 1, "align": 1, "fields": [{"name": "a", "since": ""}]}])",
          "/records/0/layouts/0/fields/0/since", "text that is not empty");
    check(R"([{"targets": ["x"], "size": 2, "align": 1}])", "/records/0/fields/0", "every byte");
}

}  // namespace
}  // namespace abi
