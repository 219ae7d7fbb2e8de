#include <doctest/doctest.h>

#include "specfile/digest.h"
#include "specfile/read.h"
#include "specfile/write.h"

namespace abi {
namespace {

TEST_CASE("a spec that was read is written as the same spec") {
    for (const char* path : {"spec/membrane.abi.json", "spec/replay.abi.json"}) {
        CAPTURE(std::string(path));
        const auto spec = read_spec(path);
        REQUIRE(spec);
        const std::string text = write_spec({.name = spec->name, .doc = {}, .schema = {}}, spec->layout);
        const auto again = parse_spec("again.json", text);
        for (const auto& problem : again.problems) FAIL_CHECK(to_string(problem));
        REQUIRE(again);
        CHECK(again->digest == spec->digest);
        CHECK(write_spec({.name = spec->name, .doc = {}, .schema = {}}, again->layout) == text);
        CHECK(find_record(again->layout, spec->layout.records[0].name)->history.size() ==
              spec->layout.records[0].history.size());
    }
}

constexpr const char* everything = R"({
  "$schema": "../s.json",
  "name": "all",
  "doc": "Said \"twice\".",
  "byte_order": "big",
  "constants": [
    { "name": "C", "type": "i8", "value": "-0x10" },
    { "name": "D", "type": "u128", "value": "0x10000000000000000", "doc": "large" }
  ],
  "enums": [
    {
      "name": "K",
      "type": "u8",
      "values": [
        { "name": "K_A", "value": 7 }
      ]
    }
  ],
  "records": [
    {
      "name": "P",
      "size": 24,
      "align": 8,
      "packed": true,
      "grows_at_end": true,
      "pointer_bytes": 8,
      "targets": ["riscv64", "x86_64"],
      "doc": "all of it",
      "fields": [
        { "name": "a", "type": "u32:5", "offset": 0 },
        { "name": "b", "type": "u32:27", "offset": 0, "bit": 5, "role": "reserved" },
        { "name": "k", "type": "K", "offset": 4, "role": "tag", "doc": "which" },
        { "name": "l", "type": "u8:3", "offset": 5 },
        { "name": "c", "type": "u16:12", "offset": 5, "bit": 3 },
        { "name": "d", "type": "u8:1", "offset": 6, "bit": 7 },
        { "name": "e", "type": "u8", "offset": 7 },
        { "name": "n", "type": "usize", "offset": 8 },
        { "name": "p", "type": "ptr", "offset": 16 },
        { "name": "q", "type": "bytes[2][4]", "offset": 16, "overlaps": true },
        { "name": "t", "type": "u16[][2]", "offset": 24 }
      ],
      "history": [
        { "label": "old", "size": 4, "align": 4, "fields": [] }
      ]
    },
    {
      "name": "U",
      "kind": "union",
      "size": 8,
      "align": 8,
      "fields": [
        { "name": "x", "type": "f64", "offset": 0 },
        { "name": "y", "type": "u32be", "offset": 0 },
        { "name": "z", "type": "i16le[2]", "offset": 0 }
      ]
    }
  ]
}
)";

TEST_CASE("what a spec can say is written as it was read, byte for byte") {
    const auto spec = parse_spec("all.json", everything);
    for (const auto& problem : spec.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(spec);
    CHECK(write_spec({.name = "all", .doc = "Said \"twice\".", .schema = "../s.json"}, spec->layout) == everything);
}

}  // namespace
}  // namespace abi
