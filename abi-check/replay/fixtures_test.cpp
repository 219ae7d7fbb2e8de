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
         "f.json:3:11: error: /k~0~1y: expected one of $schema, doc, record, result, verdicts, decoded, key, cases, "
         "found \"k~/y\""},
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
         "f.json:7:15: error: /cases/0/docs: expected one of name, doc, bytes, verdict, fields, answer, packets, "
         "fresh_boot, optional, found "
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

TEST_CASE("Without an enumeration of verdicts, a verdict is a number") {
    auto spec = abi::test::small_membrane();
    spec.enums.clear();
    const auto set = parse_fixtures(good, "f.json", spec);
    REQUIRE_FALSE(set.problems.empty());
    CHECK(to_string(set.problems[0]) ==
          "f.json:9:18: error: /cases/0/verdict: expected a number, because membrane.abi.json has no enum Verdict, "
          "found \"VERDICT_OK\"");
    const auto numbers = parse_fixtures(
        R"({"record": "CmdPacket", "cases": [{"name": "a", "bytes": "", "verdict": -22}]})", "f.json", spec);
    REQUIRE(numbers);
    CHECK(numbers->cases[0].verdict == "-0x16");
    CHECK(numbers->key == abi::Bytes(16));
}

TEST_CASE("A file may name its own verdicts, record of results and decoded fields") {
    auto spec = abi::test::small_membrane();
    spec.enums[0].name = "Status";
    const std::string head = R"({"record": "CmdPacket", "result": "Answer", "decoded": ["arg"], "verdicts": ")";
    const std::string cases = R"(", "cases": [{"name": "a", "bytes": "", "verdict": "VERDICT_OK"}]})";
    const auto set = parse_fixtures(head + "Status" + cases, "f.json", spec);
    for (const auto& problem : set.problems) FAIL(to_string(problem));
    CHECK(set->result == "Answer");
    CHECK(set->decoded == std::vector<std::string>{"arg"});
    const auto wrong = parse_fixtures(head + "Verdict" + cases, "f.json", spec);
    REQUIRE_FALSE(wrong.problems.empty());
    CHECK(to_string(wrong.problems[0]).find("/verdicts: expected an enum of membrane.abi.json, found \"Verdict\"") !=
          std::string::npos);
}

TEST_CASE("A case of several packets is one after the other, with answers of its own") {
    const auto set = parse(R"({"record": "CmdPacket", "cases": [
      { "name": "chain", "optional": true, "fresh_boot": true, "packets": [
        { "bytes": "01", "verdict": "VERDICT_OK" },
        { "bytes": "02", "answer": { "res": -22, "data": "00ff" } } ] },
      { "name": "alone", "bytes": "03", "verdict": "VERDICT_OK" } ]})");
    for (const auto& problem : set.problems) FAIL(to_string(problem));
    REQUIRE(set->cases.size() == 3);
    CHECK(set->cases[0].name == "chain, packet 1 of 2");
    CHECK(set->cases[0].more);
    CHECK(set->cases[0].fresh_boot);
    CHECK(set->cases[1].optional);
    CHECK_FALSE(set->cases[1].more);
    CHECK_FALSE(set->cases[1].fresh_boot);
    CHECK(set->cases[1].verdict.empty());
    REQUIRE(set->cases[1].answer.size() == 2);
    CHECK(set->cases[1].answer[0].text == "-0x16");
    CHECK(set->cases[1].answer[1].pointer == "/cases/0/packets/1/answer/data");
    CHECK_FALSE(set->cases[2].optional);
}

TEST_CASE("Errors in packets and answers have their place, too") {
    const auto first = [](const std::string& one) {
        const auto set = parse(R"({"record": "CmdPacket", "cases": [)" + one + "]}");
        return set.problems.empty() ? "" : to_string(set.problems[0]).substr(to_string(set.problems[0]).find("error"));
    };
    CHECK(first(R"({"name": "a", "packets": []})") ==
          "error: /cases/0/packets: expected an array of at least one packet, found an array");
    CHECK(first(R"({"name": "a", "packets": [{"bytes": ""}]})") ==
          "error: /cases/0/packets/0: expected a member 'verdict' or 'answer', found none");
    CHECK(first(R"({"name": "a", "packets": [{"bytes": "", "verdict": "VERDICT_OK"}], "bytes": ""})") ==
          "error: /cases/0/bytes: expected one of name, doc, packets, fresh_boot, optional, found \"bytes\"");
    CHECK(first(R"({"name": "a", "bytes": "", "answer": {"res": true}})") ==
          "error: /cases/0/answer/res: expected an integer such as -22, or a text such as \"0x400\" or \"00ff\", "
          "found true");
    CHECK(first(R"({"name": "a", "bytes": "", "answer": 1})") == "error: /cases/0/answer: expected an object, found 1");
    CHECK(first(R"({"name": "a", "bytes": "", "verdict": "VERDICT_OK", "optional": 1})") ==
          "error: /cases/0/optional: expected true or false, found 1");
}

TEST_CASE("A fixture file that does not exist is named") {
    const auto set = abi::read_fixtures("no-such-file.json", abi::test::small_membrane());
    REQUIRE(set.problems.size() == 1);
    CHECK(set.problems[0].place.file == "no-such-file.json");
}
