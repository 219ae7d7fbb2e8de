#include "specfile/exemptions.h"

#include "specfile/refusal.h"

namespace abi {
namespace {

TEST_CASE("the file of a comparison has names, levels and accepted findings") {
    const auto read = parse_exemptions("test.json", R"({
      "map": { "packet_t": "Packet" },
      "rules": { "abi-one-side": "error" },
      "exempt": [{ "rule": "abi-width", "record": "packet_t", "field": "arg", "reason": "mended in 2.1" }]
    })");
    REQUIRE(read);
    CHECK(read->names.at("packet_t") == "Packet");
    CHECK(read->levels.at(Rule::one_side) == Level::error);
    REQUIRE(read->waivers.size() == 1);
    CHECK(read->waivers[0].rule == "abi-width");
    CHECK(read->waivers[0].field == "arg");
    CHECK(read->waivers[0].reason == "mended in 2.1");
    CHECK(read->waivers[0].place.line == 4);
}

TEST_CASE("a fault in the file of a comparison is told with its place") {
    for (const Refusal& row : {
             Refusal{"an unknown rule", R"({"exempt": [{"rule": "abi-widht", "record": "R", "reason": "r"}]})",
                     "/exempt/0/rule", "the id of a rule", "did you mean"},
             Refusal{"no reason", R"({"exempt": [{"rule": "abi-width", "record": "R", "reason": " "}]})",
                     "/exempt/0/reason", "the reason", "blank"},
             Refusal{"a day that is not in the calendar",
                     R"({"exempt": [{"rule": "abi-width", "record": "R", "reason": "r", "expires": "2026-02-30"}]})",
                     "/exempt/0/expires", "a day of the calendar", "2026-02-30"},
             Refusal{"an unknown key", R"({"waivers": []})", "/waivers", "only keys", "waivers"},
         }) {
        check_refusal(row, parse_exemptions("test.json", row.text));
    }
}

}  // namespace
}  // namespace abi
