#include "specfile/extend.h"

#include <doctest/doctest.h>

#include "specfile/read.h"
#include "test/declare.h"

namespace abi {
namespace {

using namespace abi::test;

Layout draft() {
    Layout layout;
    layout.records = {record("Packet", 4, 4, {field("kind", u(32), 0)}),
                      record("Ring", 4, 4, {field("head", u(32), 0)})};
    layout.enums = {{"Kind", u(32), true, {{"KIND_A", *parse_integer("1"), "", {}}}, "", {}}};
    layout.constants = {{"SLOTS", u(32), *parse_integer("8"), "", {}}};
    return layout;
}

TEST_CASE("what a spec lacks is appended to its lists, and its own text stays") {
    const auto made = extend_spec("a.json", R"({ "name": "a", "enums": [],
  "records": [
    { "name": "Packet", "size": 8, "align": 4,
      "doc": "as I wrote it", "fields": [ { "name": "kind", "type": "u64", "offset": 0 } ], "packed": true }
  ]
}
)",
                                  draft());
    for (const auto& problem : made.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(made);
    CHECK(made->added == 3);
    CHECK(made->common == std::vector<std::string>{"Packet"});
    CHECK(made->text == R"({ "name": "a", "enums": [
    {
      "name": "Kind",
      "type": "u32",
      "values": [
        { "name": "KIND_A", "value": 1 }
      ]
    }
  ],
  "records": [
    { "name": "Packet", "size": 8, "align": 4,
      "doc": "as I wrote it", "fields": [ { "name": "kind", "type": "u64", "offset": 0 } ], "packed": true },
    {
      "name": "Ring",
      "size": 4,
      "align": 4,
      "fields": [
        { "name": "head", "type": "u32", "offset": 0 }
      ]
    }
  ],
  "constants": [
    { "name": "SLOTS", "type": "u32", "value": 8 }
  ]
}
)");
}

TEST_CASE("a spec that has everything keeps its text") {
    const auto first = extend_spec("a.json", R"({"name":"a"})", draft());
    REQUIRE(first);
    const auto second = extend_spec("a.json", first->text, draft());
    REQUIRE(second);
    CHECK(second->added == 0);
    CHECK(second->text == first->text);
}

TEST_CASE("a draft that does not fit to the spec is refused with the reason") {
    Layout holder;
    Type inner{.kind = Kind::record, .width_bits = 32, .name = "Packet"};
    holder.records = {record("Holder", 4, 4, {field("in", inner, 0)})};
    Layout big = draft();
    big.byte_order = ByteOrder::big;
    const char* text = R"({"name":"a","records":[{"name":"Packet","size":8,"align":4,
        "fields":[{"name":"a","type":"u32","offset":0},{"name":"b","type":"u32","offset":4}]}]})";
    const struct {
        const char* text;
        Layout draft;
        const char* found;
    } cases[] = {
        {text, holder, "declarations that fit to those of this spec"},
        {text, big, "expected the byte order big, as the sources have, found little"},
        {"{", draft(), "JSON"},
    };
    for (const auto& row : cases) {
        const auto made = extend_spec("a.json", row.text, row.draft);
        REQUIRE_FALSE(made);
        CHECK(to_string(made.problems.front()).find(row.found) != std::string::npos);
    }
}

}  // namespace
}  // namespace abi
