#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "report/group.h"
#include "report/report.h"
#include "report/sample.h"
#include "test/json_schema.h"

using namespace abi;
using Json = nlohmann::json;

TEST_CASE("every rule and every result has what code scanning requires") {
    const Json log = Json::parse(report_sarif(sample::complete()));
    CHECK(log["version"] == "2.1.0");
    CHECK(log["$schema"].get<std::string>().find("sarif-schema-2.1.0.json") != std::string::npos);
    REQUIRE(log["runs"].size() == 1);
    const Json& run = log["runs"][0];
    const Json& driver = run["tool"]["driver"];
    CHECK(driver["name"] == "abi-check");
    CHECK(driver["rules"][static_cast<std::size_t>(Rule::asked_only)]["name"] == "AskedOnly");
    CHECK_FALSE(driver["version"].get<std::string>().empty());
    REQUIRE(driver["rules"].size() == rule_table().size());
    for (const auto& rule : driver["rules"]) {
        CHECK_FALSE(rule["id"].get<std::string>().empty());
        CHECK_FALSE(rule["shortDescription"]["text"].get<std::string>().empty());
        CHECK_FALSE(rule["fullDescription"]["text"].get<std::string>().empty());
        const RuleRow& row = row_of(*parse_rule(rule["id"].get<std::string>()));
        for (const char* form : {"text", "markdown"}) {
            const auto help = rule["help"][form].get<std::string>();
            CHECK(help.find(row.title) != std::string::npos);
            CHECK(help.find("How to mend it") != std::string::npos);
        }
        CHECK(rule["help"]["markdown"].get<std::string>().find("```text\n" + std::string(row.example) + "\n```") !=
              std::string::npos);
        CHECK(parse_level(rule["defaultConfiguration"]["level"].get<std::string>()).has_value());
    }
    REQUIRE(run["results"].size() == group_findings(sample::complete()).size());
    std::set<std::string> prints;
    for (const auto& result : run["results"]) {
        CHECK(driver["rules"][result["ruleIndex"].get<std::size_t>()]["id"] == result["ruleId"]);
        CHECK_FALSE(result["message"]["text"].get<std::string>().empty());
        REQUIRE(result["locations"].size() == 1);
        const Json& region = result["locations"][0]["physicalLocation"]["region"];
        CHECK(region["startLine"] >= 1);
        CHECK(region["startColumn"] >= 1);
        CHECK(region["endLine"] >= region["startLine"]);
        CHECK((region["endLine"] > region["startLine"] || region["endColumn"] > region["startColumn"]));
        prints.insert(result["partialFingerprints"]["primaryLocationLineHash"].get<std::string>());
    }
    CHECK(prints.size() == run["results"].size());
    CHECK(run["invocations"][0]["toolExecutionNotifications"].empty());
}

TEST_CASE("a SARIF report has the shape that SARIF and GitHub require, also if it is incomplete or names odd places") {
    std::vector<Comparison> all{sample::complete(), sample::accepted(), sample::changed(), sample::conforming()};
    all.push_back(sample::accepted());
    all.back().asked_by = ".abi-check.json";
    all.back().incomplete = true;
    all.back().problems.push_back({{"src/a b\xFF.h", 0, 0, 0, 0}, "", "a source of layer hal", "no such file"});
    all.back().findings[0].place = {};
    all.back().findings[0].related.clear();
    all.back().findings[1].place.file = "/usr/include/ä#%.h";
    for (const auto& comparison : all) {
        CHECK(test::broken_rules(Json::parse(report_sarif(comparison)), "sarif.schema.json") == "");
    }
}

TEST_CASE("a result is anchored at the diverging field, and the spec is a related place") {
    const Json log = Json::parse(report_sarif(sample::drifted()));
    const Json& result = log["runs"][0]["results"][0];
    CHECK(result["level"] == "error");
    const Json& place = result["locations"][0]["physicalLocation"];
    CHECK(place["artifactLocation"]["uri"] == "refkernel/hal/channel.h");
    CHECK(place["region"] == Json{{"startLine", 21}, {"startColumn", 14}, {"endLine", 21}, {"endColumn", 17}});
    CHECK(result["relatedLocations"][0]["message"]["text"] == "the spec says so here");
    CHECK_FALSE(result.contains("suppressions"));
}

TEST_CASE("paths are URIs, a missing place falls back to a related one, then to the configuration, and then to none") {
    Comparison c = sample::drifted();
    c.findings[0].place.file = "src/a b.h";
    c.findings[1].place = {};
    c.findings.push_back(c.findings[1]);
    c.findings[2].related.clear();
    for (std::size_t at = 0; at < 3; ++at) c.findings[at].at = at;
    const Json log = Json::parse(report_sarif(c));
    const Json& results = log["runs"][0]["results"];
    const auto uri = [&](std::size_t i) {
        return results[i]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    };
    CHECK(uri(0) == "src/a%20b.h");
    CHECK(uri(1) == "spec/membrane.abi.json");
    CHECK_FALSE(results[2].contains("locations"));
    c.asked_by = ".abi-check.json";
    const Json place = Json::parse(report_sarif(c))["runs"][0]["results"][2]["locations"][0]["physicalLocation"];
    CHECK(place["artifactLocation"]["uri"] == ".abi-check.json");
    CHECK(place["region"]["startLine"] == 1);
}

TEST_CASE("an accepted finding is suppressed, with its reason, and then each result has suppressions") {
    Comparison c = sample::accepted();
    c.findings.push_back(c.findings[0]);
    c.findings[2].known = false;
    c.findings[2].waived.clear();
    const Json log = Json::parse(report_sarif(c));
    const Json& results = log["runs"][0]["results"];
    REQUIRE(results.size() == 3);
    CHECK(results[0]["suppressions"].empty());
    CHECK(results[0]["suppressions"].is_array());
    const auto reason = [](const Json& result) {
        CHECK(result["suppressions"][0]["kind"] == "external");
        return result["suppressions"][0]["justification"];
    };
    CHECK(reason(results[1]) == "the baseline abi-baseline.json has it");
    CHECK(reason(results[2]) == "until the new HAL");
}

TEST_CASE("a run has a category that does not depend on a revision") {
    const auto id = [](const Comparison& c) {
        return Json::parse(report_sarif(c))["runs"][0]["automationDetails"]["id"];
    };
    CHECK(id(sample::drifted()) == "abi-check spec/membrane.abi.json/");
    CHECK(id(sample::changed()) == "abi-check --diff/");
}

TEST_CASE("the category can be named, so that a service keeps two checks of one spec apart") {
    const TextStyle style{.sarif_category = "firmware"};
    const Json log = Json::parse(report_sarif(sample::drifted(), style));
    CHECK(log["runs"][0]["automationDetails"]["id"] == "firmware/");
}

TEST_CASE("addresses of the project are absolute, and left out if the build does not know its home page") {
    const Json log = Json::parse(report_sarif(sample::conforming()));
    const Json& driver = log["runs"][0]["tool"]["driver"];
    const std::string homepage = ABI_CHECK_HOMEPAGE;
    CHECK(driver.contains("informationUri") == !homepage.empty());
    for (const auto& rule : driver["rules"]) {
        const std::string id = rule["id"];
        CHECK(rule.value("helpUri", "") == (homepage.empty() ? "" : homepage + "/blob/main/spec/rules.md#" + id));
    }
}

TEST_CASE("a file outside the project has a URI of its own, without a base") {
    Comparison c = sample::drifted();
    c.findings[0].place.file = "/usr/include/a b.h";
    const Json log = Json::parse(report_sarif(c));
    const auto artifact = [&](std::size_t i) {
        return log["runs"][0]["results"][i]["locations"][0]["physicalLocation"]["artifactLocation"];
    };
    CHECK(artifact(0) == Json{{"uri", "file:///usr/include/a%20b.h"}});
    CHECK(artifact(1)["uriBaseId"] == "%SRCROOT%");
}

TEST_CASE("a place of an older revision is line 1 of today's file; the words say where it was") {
    Comparison c = sample::drifted();
    c.findings[0].place = {"a.h", 0, 0, 0, 0};
    c.findings[0].related = {{{"a.h", 2, 1, 2, 9}, "where it was declared before", "0123456789ab"}};
    const Json result = Json::parse(report_sarif(c))["runs"][0]["results"][0];
    const Json whole_file{{"artifactLocation", {{"uri", "a.h"}, {"uriBaseId", "%SRCROOT%"}}},
                          {"region", {{"startLine", 1}, {"startColumn", 1}, {"endLine", 1}, {"endColumn", 2}}}};
    CHECK(result["locations"][0]["physicalLocation"] == whole_file);
    CHECK(result["relatedLocations"][0]["physicalLocation"] == whole_file);
    CHECK(result["relatedLocations"][0]["message"]["text"] == "where it was declared before: a.h:2:1 at 0123456789ab");
}

TEST_CASE("an incomplete answer is not a success, and a notification states why") {
    Comparison c = sample::drifted();
    c.incomplete = true;
    c.problems.push_back({{"src/a.h", 0, 0, 0, 0}, "", "a source of layer hal", "no such file"});
    c.unread = {"layer hal on riscv64"};
    const Json log = Json::parse(report_sarif(c));
    const Json& call = log["runs"][0]["invocations"][0];
    CHECK(call["executionSuccessful"] == false);
    const Json& notes = call["toolExecutionNotifications"];
    REQUIRE(notes.size() == 2);
    CHECK(notes[0]["message"]["text"] == "expected a source of layer hal, found no such file");
    const Json& place = notes[0]["locations"][0]["physicalLocation"];
    CHECK(place["artifactLocation"]["uri"] == "src/a.h");
    CHECK(place["region"]["startLine"] == 1);
    CHECK(notes[1]["message"]["text"] == "layer hal on riscv64 was not compared: it could not be read");
}

TEST_CASE("more results than a service keeps are cut, and the report says how many") {
    Comparison c = sample::drifted();
    c.findings.assign(5003, c.findings[0]);
    for (std::size_t at = 0; at < c.findings.size(); ++at) c.findings[at].field = std::to_string(at);
    const Json log = Json::parse(report_sarif(c));
    const Json& run = log["runs"][0];
    CHECK(run["results"].size() == 5000);
    const Json& notes = run["invocations"][0]["toolExecutionNotifications"];
    REQUIRE(notes.size() == 1);
    CHECK(notes[0]["message"]["text"].get<std::string>().starts_with("3 of 5003 findings are left out"));
}

TEST_CASE("with a baseline, each result says whether it is new") {
    const auto states = [](const Comparison& c) {
        std::vector<std::string> all;
        const Json report = Json::parse(report_sarif(c));
        for (const auto& result : report["runs"][0]["results"]) {
            all.push_back(result.value("baselineState", "none"));
        }
        return all;
    };
    CHECK(states(sample::drifted()) == std::vector<std::string>{"none"});
    Comparison c = sample::drifted();
    c.baseline = "abi-baseline.json";
    c.findings[0].known = true;
    CHECK(states(c) == std::vector<std::string>{"new", "unchanged"});
    c.findings[1].rule = Rule::baseline_gone;
    CHECK(states(c) == std::vector<std::string>{"absent", "unchanged"});
}
