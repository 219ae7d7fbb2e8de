#include "replay/fixtures.h"

#include <doctest/doctest.h>

#include "replay/small_specs.h"

namespace {

using abi::FixtureSet;
using abi::parse_fixtures;
using abi::Result;

const char* const good = R"({
  "record": "CmdPacket",
  "key": "00010203 04050607 08090a0b 0c0d0e0f",
  "cases": [
    {
      "name": "exec",
      "doc": "A command, with a \" and a { and a [.",
      "bytes": "00040000 00000000 8877665544332211 0100000000000000 efcdab8967452301",
      "verdict": "VERDICT_OK",
      "fields": { "kind": "0x400", "_pad": 0, "arg": "0x1122334455667788", "id": "0x123456789abcdef0000000000000001" }
    },
    { "name": "short", "bytes": "01", "verdict": "VERDICT_EBADTAG" }, { "name": "next",
      "bytes": "02", "verdict": "VERDICT_EPAD" }
  ]
})";

Result<FixtureSet> parse(std::string_view text) {
    return parse_fixtures(text, "f.json", abi::test::small_membrane());
}

/// `good` with `old` replaced.
std::string with(std::string_view old, std::string_view by) {
    std::string text = good;
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), by);
}

}  // namespace

TEST_CASE("Cases of a fixture file are decoded with the spec and have their lines") {
    const auto set = parse(good);
    for (const auto& problem : set.problems) FAIL(to_string(problem));
    CHECK(set->path == "f.json");
    CHECK(set->record == "CmdPacket");
    CHECK(abi::to_hex(set->key, 0) == "000102030405060708090a0b0c0d0e0f");
    REQUIRE(set->cases.size() == 3);
    const auto& exec = set->cases[0];
    CHECK(exec.name == "exec");
    CHECK(exec.verdict == "VERDICT_OK");
    CHECK(exec.bytes.size() == 32);
    REQUIRE(exec.fields.size() == 4);
    CHECK(exec.fields[2].value == abi::Integer{0x1122334455667788});
    CHECK(to_string(exec.place) == "f.json:5:5");
    CHECK(exec.place.end_line == 11);
    CHECK(set->cases[1].place.line == 12);
    CHECK(set->cases[2].place.line == 12);
    CHECK(set->cases[2].place.column > set->cases[1].place.column);
}

TEST_CASE("A case may need a fresh boot") {
    const auto set = parse(with("\"name\": \"short\"", "\"fresh_boot\": true, \"name\": \"short\""));
    REQUIRE(set);
    CHECK_FALSE(set->cases[0].fresh_boot);
    CHECK(set->cases[1].fresh_boot);
    CHECK_FALSE(set->cases[2].fresh_boot);
}

TEST_CASE("A case is decoded as in the slot: a short one is padded with zeros, a long one is cut") {
    const auto short_one = parse(good);
    REQUIRE(short_one);
    CHECK(short_one->cases[1].bytes.size() == 1);
    CHECK(short_one->cases[1].fields[0].value == abi::Integer{1});
    CHECK(short_one->cases[1].fields[3].value == abi::Integer{0});
    const auto none = parse(with("\"01\"", "\"\""));
    REQUIRE(none);
    CHECK(none->cases[1].bytes.empty());
    CHECK(none->cases[1].fields[0].value == abi::Integer{0});
    const auto long_one = parse(with("\"01\"", '"' + std::string(80, 'f') + '"'));
    REQUIRE(long_one);
    CHECK(long_one->cases[1].bytes.size() == 40);
    CHECK(long_one->cases[1].fields.size() == 4);
}

TEST_CASE("Each error in a file is one line with place, JSON pointer, expectation and finding") {
    struct Row {
        std::string text;
        std::string message;
    };
    const Row rows[] = {
        {"",
         "f.json:1:1: error: expected JSON, found syntax error while parsing value - unexpected end of input; "
         "expected '[', '{', or a literal"},
        {with("\"key\":", "\"key\" "),
         "f.json:3:46: error: expected JSON, found syntax error while parsing object "
         "separator - unexpected string literal; expected ':'"},
        {"[]", "f.json:1:1: error: expected an object, found an array"},
        {"{}", "f.json:1:1: error: expected a member 'record', found none"},
        {with("CmdPacket", "CmdPackets"),
         "f.json:2:13: error: /record: expected a record of membrane.abi.json, found \"CmdPackets\""},
        {with(" 0c0d0e0f", ""), "f.json:3:10: error: /key: expected 16 bytes, found 12"},
        {with("0c0d0e0f", "0c0d0e0x"),
         "f.json:3:10: error: /key: expected hexadecimal digits, found 'x' at position 35"},
        {with("\"key\"", "\"k~/y\""),
         "f.json:3:11: error: /k~0~1y: expected one of $schema, doc, record, key, cases, found \"k~/y\""},
        {with("\"00040000 ", "\"0004000 "),
         "f.json:8:16: error: /cases/0/bytes: expected an even number of hexadecimal digits, found 63, the last at "
         "position 67"},
        {with("VERDICT_EBADTAG", "VERDICT_EBAD"),
         "f.json:12:50: error: /cases/1/verdict: expected an enumerator of Verdict, found \"VERDICT_EBAD\""},
        {with("\"arg\"", "\"args\""),
         "f.json:10:55: error: /cases/0/fields/args: expected a field of the record, found \"args\""},
        {with("0x1122334455667788", "0x55667788"),
         "f.json:10:54: error: /cases/0/fields/arg: expected 0x1122334455667788, the value in the bytes, found "
         "0x55667788"},
        {with("\"_pad\": 0", "\"_pad\": 0.5"),
         "f.json:10:44: error: /cases/0/fields/_pad: expected an integer such as 1024 or \"0x400\", found 0.5"},
        {with("\"short\"", "\"exec\""), "f.json:12:15: error: /cases/1/name: expected a unique name, found \"exec\""},
        {with("\"short\"", "\"\""),
         "f.json:12:15: error: /cases/1/name: expected a text that is not empty, found \"\""},
        {with("\"name\": \"short\", ", ""), "f.json:12:5: error: /cases/1: expected a member 'name', found none"},
        {with("\"01\"", "1"), "f.json:12:33: error: /cases/1/bytes: expected a text of hexadecimal digits, found 1"},
        {with("\"01\"", '"' + std::string(8194, 'f') + '"'),
         "f.json:12:33: error: /cases/1/bytes: expected at most 4096 bytes, found 4097"},
        {with("{ \"name\": \"short\", \"bytes\": \"01\", \"verdict\": \"VERDICT_EBADTAG\" }", "7"),
         "f.json:12:5: error: /cases/1: expected an object, found 7"},
        {R"({"record":"CmdPacket","key":"00010203040506070809000102030405","cases":[]})",
         "f.json:1:72: error: /cases: expected an array of at least one case, found an array"},
        {with("\"doc\": ", "\"fresh_boot\": 1, \"doc\": "),
         "f.json:7:21: error: /cases/0/fresh_boot: expected true or false, found 1"},
        {with("\"doc\": ", "\"docs\": "),
         "f.json:7:15: error: /cases/0/docs: expected one of name, doc, bytes, verdict, fields, fresh_boot, found "
         "\"docs\""},
    };
    for (const auto& row : rows) {
        const auto set = parse(row.text);
        CHECK_FALSE(set);
        REQUIRE_FALSE(set.problems.empty());
        CHECK(to_string(set.problems[0]) == row.message);
    }
}

TEST_CASE("A member that is there twice is an error, because only one of them would count") {
    const auto set = parse(with("\"bytes\": \"01\"", "\"bytes\": \"01\", \"bytes\": \"02\""));
    REQUIRE(set.problems.size() == 1);
    CHECK(to_string(set.problems[0]) ==
          "f.json:12:39: error: /cases/1/bytes: expected each key once, found a second \"bytes\"");
}

TEST_CASE("All errors in a file are reported, not only the first") {
    auto text = with("VERDICT_EBADTAG", "A");
    text.replace(text.find("VERDICT_EPAD"), 12, "B");
    CHECK(parse(text).problems.size() == 2);
}

TEST_CASE("Fixtures need a spec with verdicts") {
    auto spec = abi::test::small_membrane();
    spec.enums.clear();
    const auto set = parse_fixtures(good, "f.json", spec);
    REQUIRE(set.problems.size() == 1);
    CHECK(to_string(set.problems[0]) == "f.json:1:1: error: expected an enum Verdict in membrane.abi.json, found none");
}

TEST_CASE("A fixture file that does not exist is named") {
    const auto set = abi::read_fixtures("no-such-file.json", abi::test::small_membrane());
    REQUIRE(set.problems.size() == 1);
    CHECK(set.problems[0].place.file == "no-such-file.json");
}
