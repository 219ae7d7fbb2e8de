#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "report/report.h"
#include "report/sample.h"
#include "test/json_schema.h"

using namespace abi;
using Json = nlohmann::json;

TEST_CASE("a code quality report has what GitLab requires, and each fingerprint once") {
    for (const auto& comparison : {sample::complete(), sample::drifted(), sample::changed(), sample::conforming()}) {
        const Json report = Json::parse(report_gitlab(comparison));
        CHECK(test::broken_rules(report, "gitlab.schema.json") == "");
        std::set<std::string> fingerprints;
        for (const auto& finding : report) fingerprints.insert(finding["fingerprint"]);
        CHECK(fingerprints.size() == report.size());
    }
}

TEST_CASE("a cause on several targets is one code quality finding, at its field") {
    const Json report = Json::parse(report_gitlab(sample::drifted()));
    REQUIRE(report.size() == 1);
    const Json& finding = report[0];
    CHECK(finding["check_name"] == "abi-width");
    CHECK(finding["severity"] == "critical");
    CHECK(finding["description"] ==
          "CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both (in hal on riscv64, "
          "x86_64)");
    CHECK(finding["location"] == Json{{"path", "refkernel/hal/channel.h"}, {"lines", {{"begin", 21}}}});
}

TEST_CASE("a code quality finding keeps its fingerprint when its line moves") {
    const auto fingerprint = [](const Comparison& c) { return Json::parse(report_gitlab(c))[0]["fingerprint"]; };
    Comparison moved = sample::drifted();
    for (auto& finding : moved.findings) finding.place.line += 7;
    CHECK(fingerprint(moved) == fingerprint(sample::drifted()));
    for (auto& finding : moved.findings) finding.field = "id";
    CHECK(fingerprint(moved) != fingerprint(sample::drifted()));
}

TEST_CASE("an accepted finding is not in the code quality report, so GitLab counts it as resolved") {
    CHECK(report_gitlab(sample::accepted()) == "[]\n");
    CHECK(report_gitlab(sample::conforming()) == "[]\n");
}

TEST_CASE("an unknown line is line 1, an unknown file the configuration, and the description states it") {
    Comparison c = sample::drifted();
    c.asked_by = ".abi-check.json";
    const auto only = [](const Comparison& comparison) { return Json::parse(report_gitlab(comparison))[0]; };
    for (auto& finding : c.findings) finding.place = {"./a.o", 0, 0, 0, 0};
    CHECK(only(c)["location"] == Json{{"path", "a.o"}, {"lines", {{"begin", 1}}}});
    CHECK(only(c)["description"].get<std::string>().ends_with(" (the line is not known)"));
    for (auto& finding : c.findings) finding.place = {};
    CHECK(only(c)["location"] == Json{{"path", "spec/membrane.abi.json"}, {"lines", {{"begin", 66}}}});
    CHECK(only(c)["description"].get<std::string>().ends_with(" (this place is a related one: the spec says so here)"));
    for (auto& finding : c.findings) finding.related[0].revision = "0123456789ab";
    CHECK(only(c)["location"]["lines"]["begin"] == 1);
    for (auto& finding : c.findings) finding.related.clear();
    CHECK(only(c)["location"] == Json{{"path", ".abi-check.json"}, {"lines", {{"begin", 1}}}});
    CHECK(only(c)["description"].get<std::string>().ends_with(" (it belongs to no file)"));
}

TEST_CASE("an incomplete comparison is a blocker in the code quality report") {
    Comparison c = sample::conforming();
    c.asked_by = ".abi-check.json";
    c.incomplete = true;
    c.problems.push_back({{"src/a.h", 0, 0, 0, 0}, "", "a source of layer hal", "no such file"});
    c.unread = {"layer hal on riscv64"};
    const Json report = Json::parse(report_gitlab(c));
    CHECK(test::broken_rules(report, "gitlab.schema.json") == "");
    REQUIRE(report.size() == 2);
    CHECK(report[0]["severity"] == "blocker");
    CHECK(report[0]["location"]["path"] == "src/a.h");
    CHECK(report[1]["location"]["path"] == ".abi-check.json");
    CHECK(report[0]["fingerprint"] != report[1]["fingerprint"]);
}

TEST_CASE("a code quality report is valid JSON whatever a path or a message holds") {
    Comparison c = sample::drifted();
    for (auto& finding : c.findings) finding.message = finding.place.file = "a\xFF\"\n\x01z";
    CHECK(test::broken_rules(Json::parse(report_gitlab(c)), "gitlab.schema.json") == "");
}
