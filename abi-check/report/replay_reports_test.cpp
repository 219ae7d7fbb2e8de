#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "report/report.h"
#include "test/json_schema.h"

using namespace abi;
using Json = nlohmann::json;

namespace {

/// Two packets of a fixture file: one passes, the other one has a field and a verdict that differ.
Replayed two_packets() {
    ReplayedCase good{.name = "null command",
                      .doc = "Without an effect.",
                      .place = {"a.json", 7},
                      .bytes = {0x00, 0x41, 0xff},
                      .verdict = "VERDICT_OK",
                      .passed = true,
                      .fields = {{"kind", 0, 16, "0x4100"}}};
    ReplayedCase bad = good;
    bad.name = "exec <1>";
    bad.place.line = 12;
    bad.passed = false;
    bad.message =
        "verdict: expected VERDICT_OK, the target answered VERDICT_EPAD; kind: expected 0x4100, the target "
        "decoded 0x4101";
    bad.answered = "VERDICT_EPAD";
    bad.fields[0].found = "0x4101";
    ReplayedSet set{
        .origin = "a.json", .record = "CmdPacket", .count = 2, .passed = 1, .failed = 1, .cases = {good, bad}};
    return {.kernel = "kernel.elf", .sets = {set}};
}

}  // namespace

TEST_CASE("the text report of a replay has a line for each packet and one for each file") {
    CHECK(
        replay_text(two_packets()) ==
        "ok      null command\n"
        "a.json:12: error: fixture \"exec <1>\": verdict: expected VERDICT_OK, the target answered VERDICT_EPAD; kind: "
        "expected 0x4100, the target decoded 0x4101 [replay]\n"
        "replay: 1 of 2 fixtures of a.json answered as expected\n");
    CHECK(replay_text(two_packets(), {.quiet = true}).starts_with("a.json:12: error"));
}

TEST_CASE("cases that a target does not support are counted and shown by themselves") {
    Replayed replayed = two_packets();
    auto& set = replayed.sets[0];
    set.cases[1].unsupported = true;
    set.cases[1].message = "the target does not support it";
    set.failed = 0;
    set.unsupported = 1;
    CHECK(replay_text(replayed) ==
          "ok      null command\n"
          "not supported: exec <1>\n"
          "replay: 1 of 2 fixtures of a.json answered as expected, 1 not supported\n");
    CHECK(Json::parse(replay_json(replayed))["sets"][0]["unsupported"] == 1);
    CHECK(replay_junit(replayed).find("failures=\"0\" errors=\"0\" skipped=\"1\"") != std::string::npos);
    CHECK(Json::parse(replay_sarif(replayed))["runs"][0]["results"].empty());
    CHECK(replay_html(replayed).find("1 are not supported") != std::string::npos);
}

TEST_CASE("the JSON report of a replay is valid under its schema and has what was found") {
    Replayed replayed = two_packets();
    replayed.problems = {file_problem("b.json", "a file that can be read", "none")};
    const Json json = Json::parse(replay_json(replayed));
    CHECK(test::broken_rules(json, "../../../spec/abi-replay.schema.json") == "");
    CHECK(json["failed"] == 1);
    CHECK(json["incomplete"] == true);
    const Json& bad = json["sets"][0]["cases"][1];
    CHECK(bad["bytes"] == "0041ff");
    CHECK(bad["answered"] == "VERDICT_EPAD");
    CHECK(bad["fields"][0]["found"] == "0x4101");
    CHECK(json["sets"][0]["cases"][0]["fields"][0]["found"].is_null());
}

TEST_CASE("a replayed packet that failed is a failure of JUnit, and a file that could not be replayed an error") {
    Replayed replayed = two_packets();
    replayed.problems = {file_problem("b.json", "a file that can be read", "none")};
    const std::string xml = replay_junit(replayed);
    CHECK(xml.find("tests=\"3\" failures=\"1\" errors=\"1\"") != std::string::npos);
    CHECK(xml.find("<testcase classname=\"replay\" name=\"null command\"/>") != std::string::npos);
    CHECK(xml.find("- kind: expected 0x4100, found 0x4101") != std::string::npos);
}

TEST_CASE("SARIF has a result at the place of each packet that failed") {
    Replayed replayed = two_packets();
    const Json log = Json::parse(replay_sarif(replayed));
    CHECK(test::broken_rules(log, "sarif.schema.json") == "");
    const Json& run = log["runs"][0];
    REQUIRE(run["results"].size() == 1);
    const Json& place = run["results"][0]["locations"][0]["physicalLocation"];
    CHECK(place["artifactLocation"]["uri"] == "a.json");
    CHECK(place["region"]["startLine"] == 12);
    CHECK(run["invocations"][0]["executionSuccessful"] == true);
    replayed.problems = {file_problem("b.json", "a file that can be read", "none")};
    CHECK(Json::parse(replay_sarif(replayed))["runs"][0]["invocations"][0]["executionSuccessful"] == false);
}

TEST_CASE("the page links each byte of a packet to its field, and shows expected above found") {
    const std::string page = replay_html(two_packets());
    const auto has = [&](std::string_view text) { return page.find(text) != std::string::npos; };
    CHECK(has("<tr id=\"set-1-case-2-field-0\">"));
    CHECK(has("<a class=\"h0 wrong\" href=\"#set-1-case-2-field-0\" title=\"kind\">41</a>"));
    CHECK(has("<a class=\"h0 wrong\" href=\"#set-1-case-2-field-0\" title=\"kind\">A</a>"));
    CHECK(has("<span title=\"between the fields\">ff</span>"));
    CHECK(has("expected <code>0x4100</code><br>≠ found <code>0x4101</code>"));
    CHECK(has("exec &lt;1&gt;"));
    CHECK(has("the target answered <code>VERDICT_EPAD</code>"));
    CHECK(page.find("set-1-case-2") < page.find("id=\"set-1-case-1\""));
}
