#include "specfile/common_node.h"

#include <doctest/doctest.h>

#include "specfile/digest.h"
#include "specfile/read.h"
#include "specfile/write.h"

namespace abi {
namespace {

std::string spec_of(const std::string& records) {
    return R"({"name": "s", "records": [)" + records + "]}";
}

/// Reads a spec, writes it, and reads it again. Returns the written text.
std::string written(const std::string& records) {
    const auto spec = parse_spec("s.json", spec_of(records));
    for (const auto& problem : spec.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(spec);
    const std::string text = write_spec({.name = "s", .doc = {}, .schema = {}}, spec->layout);
    const auto again = parse_spec("again.json", text);
    for (const auto& problem : again.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(again);
    CHECK(again->layout.records.size() == spec->layout.records.size());
    CHECK(again->digest == spec->digest);
    return text;
}

TEST_CASE("a layout for some targets is written as what differs from the record") {
    const std::string text = written(R"(
        {"name": "event", "size": 16, "align": 8, "doc": "what happened",
         "fields": [{"name": "kind", "type": "u32", "offset": 0}, {"name": "_pad", "type": "u32", "offset": 4, "role": "padding"},
                    {"name": "data", "type": "u64", "offset": 8, "doc": "any number"}]},
        {"name": "event", "targets": ["x86_64"], "size": 12, "align": 1, "packed": true, "doc": "what happened",
         "fields": [{"name": "kind", "type": "u32", "offset": 0}, {"name": "data", "type": "u64", "offset": 4, "doc": "any number"}]})");
    CHECK(text.find(R"("targets": ["x86_64"],
          "size": 12,
          "align": 1,
          "packed": true,
          "without": ["_pad"],
          "fields": [
            { "name": "data", "offset": 4 }
          ])") != std::string::npos);
}

TEST_CASE("layouts that all name their targets share a record without a size") {
    const std::string text = written(R"(
        {"name": "list", "targets": ["x86_64", "riscv64"], "size": 16, "align": 8, "pointer_bytes": 8,
         "fields": [{"name": "next", "type": "ptr", "offset": 0}, {"name": "used", "type": "usize", "offset": 8}]},
        {"name": "list", "targets": ["i686"], "size": 8, "align": 4, "pointer_bytes": 4,
         "fields": [{"name": "next", "type": "ptr", "offset": 0}, {"name": "used", "type": "usize", "offset": 4}]})");
    CHECK(text.find(R"("fields": [
        { "name": "next", "type": "ptr", "offset": 0 },
        { "name": "used", "type": "usize" }
      ],
      "layouts": [)") != std::string::npos);
    CHECK(text.find(R"({ "name": "used", "offset": 4 })") != std::string::npos);
}

TEST_CASE("another type, order, role, and fields of one layout only survive") {
    written(R"(
        {"name": "s", "targets": ["a"], "size": 16, "align": 4,
         "fields": [{"name": "x", "type": "u32", "offset": 0}, {"name": "y", "type": "u32", "offset": 4, "role": "reserved"},
                    {"name": "only_a", "type": "u64", "offset": 8}]},
        {"name": "s", "targets": ["b"], "size": 16, "align": 4,
         "fields": [{"name": "y", "type": "u32", "offset": 0}, {"name": "x", "type": "i32", "offset": 4},
                    {"name": "only_b", "type": "bytes[8]", "offset": 8}]},
        {"name": "s", "size": 4, "align": 4, "fields": [{"name": "x", "type": "u32", "offset": 0, "role": "tag"}]})");
}

TEST_CASE("bit-fields that lie at other bits survive") {
    written(R"(
        {"name": "flags", "targets": ["a"], "size": 8, "align": 4,
         "fields": [{"name": "low", "type": "u32:4", "offset": 0}, {"name": "high", "type": "u32:28", "offset": 0, "bit": 4},
                    {"name": "rest", "type": "u32", "offset": 4}]},
        {"name": "flags", "targets": ["b"], "size": 8, "align": 4,
         "fields": [{"name": "high", "type": "u32:28", "offset": 0}, {"name": "low", "type": "u32:4", "offset": 0, "bit": 28},
                    {"name": "rest", "type": "u32", "offset": 4}]},
        {"name": "flags", "targets": ["c"], "size": 8, "align": 4,
         "fields": [{"name": "rest", "type": "u32", "offset": 0}, {"name": "low", "type": "u32:4", "offset": 4},
                    {"name": "high", "type": "u32:28", "offset": 4, "bit": 4}]})");
}

TEST_CASE("a doc that one layout lacks is no member of the record") {
    const std::string text = written(R"(
        {"name": "s", "size": 4, "align": 4, "doc": "everywhere else", "fields": [{"name": "x", "type": "u32", "offset": 0}]},
        {"name": "s", "targets": ["b"], "size": 8, "align": 8, "fields": [{"name": "x", "type": "u64", "offset": 0}]})");
    CHECK(text.find("layouts") == std::string::npos);
}

}  // namespace
}  // namespace abi
