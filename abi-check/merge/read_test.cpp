#include "merge/read.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "report/report.h"
#include "report/sample.h"
#include "specfile/schema.h"

using namespace abi;
using nlohmann::json;

namespace {

/// A comparison of the gate with a value in every member of its run.
Comparison with_run(Comparison comparison) {
    Run run;
    run.layers = comparison.layers;
    run.targets = comparison.targets;
    for (const auto& layer : comparison.layers) run.checked.push_back({layer, comparison.targets});
    run.today = "2026-01-31";
    run.levels = {{Rule::host_sized, Level::off}, {Rule::size, Level::note}};
    run.waivers = {{"abi-width", "CmdPacket", "arg", "hal", "riscv64", "", "later", "2026-12-31", {"c.json", 3}, true}};
    Finding entry;
    entry.rule = Rule::width;
    entry.record = "CmdPacket";
    entry.message = "it is narrower";
    run.baseline = {entry};
    const Cell& cell = comparison.cells.front();
    Record turned = *cell.actual;
    turned.fields.front().offset_bits = 8;
    std::size_t number = 0;
    while (comparison.expected.records.at(number).name != cell.record) ++number;
    run.forms = {{number, cell.layer, {{"", {cell.target}, *cell.actual}}}};
    if (comparison.targets.size() > 1) {
        run.forms[0].groups.push_back({"abi-offset kind", {comparison.targets.back()}, turned});
    }
    comparison.run = std::make_shared<const Run>(std::move(run));
    return comparison;
}

/// The problems of a report that is changed by `edit`.
std::string problems_after(void (*edit)(json&)) {
    json report = json::parse(report_json(with_run(sample::drifted())));
    edit(report);
    std::string text;
    for (const auto& problem : parse_report("r.json", report.dump(1)).problems) text += to_string(problem) + "\n";
    return text;
}

}  // namespace

TEST_CASE("a report that was read gives the same report again, in each format") {
    for (const auto& made :
         {sample::conforming(), sample::drifted(), sample::complete(), sample::accepted(), sample::by_target()}) {
        const Comparison written = with_run(made);
        const auto read = parse_report("r.json", report_json(written));
        for (const auto& problem : read.problems) MESSAGE(to_string(problem));
        REQUIRE(read);
        for (const auto& format : formats()) CHECK(format.report(*read, {}) == format.report(written, {}));
    }
}

TEST_CASE("each JSON report is valid under the published schema") {
    for (const auto& made : {sample::conforming(), sample::drifted(), sample::complete(), sample::accepted(),
                             sample::by_target(), sample::changed()}) {
        for (const auto& problem : validate(json::parse(report_json(made)), SchemaName::report)) {
            FAIL_CHECK(to_string(problem));
        }
    }
}

TEST_CASE("the JSON reports of the golden cases are valid under the published schema") {
    int reports = 0;
    for (const auto& folder : std::filesystem::directory_iterator("abi-check/test/golden")) {
        std::ifstream file(folder.path() / "expect.json");
        if (!file) continue;
        const json document = json::parse(file);
        if (!document.contains("abi_check_report")) continue;
        ++reports;
        for (const auto& problem : validate(document, SchemaName::report)) {
            FAIL_CHECK(folder.path().filename().string() << ": " << to_string(problem));
        }
    }
    CHECK(reports > 0);
}

TEST_CASE("what is not a report of the gate is refused, with its place") {
    struct Case {
        void (*edit)(json&);
        const char* problem;
    };
    const Case cases[] = {
        {[](json& r) { r["abi_check_report"] = 2; },
         "/abi_check_report: expected 1, the version that this abi-check reads, found 2"},
        {[](json& r) { r.erase("run"); }, "expected the key \"run\", found no such key"},
        {[](json& r) { r["run"] = nullptr; }, "/run: expected a report of the gate, found null"},
        {[](json& r) { r["is_diff"] = true; }, "/is_diff: expected a report of the gate, found one of --diff"},
        {[](json& r) { r["first_side"] = "a.h"; },
         "/first_side: expected a report of the gate, found one of `compare`"},
        {[](json& r) { r["findings"][0]["rule"] = "abi-widht"; },
         "/findings/0/rule: expected the id of a rule, found \"abi-widht\", did you mean \"abi-width\"?"},
        {[](json& r) { r["cells"][0]["record"] = "Other"; },
         "/cells/0/record: expected a record of \"expected\", found \"Other\""},
        {[](json& r) { r["cells"][1]["target"] = "mips"; },
         "/cells/1: expected a layer and a target of \"checked\", found CmdPacket in hal on mips"},
        {[](json& r) { r["cells"][1]["actual"]["fields"][0].erase("role"); },
         "/cells/1/actual/fields/0: expected the key \"role\", found no such key"},
        {[](json& r) { r["cells"].push_back(r["cells"][0]); },
         "expected each record once in a layer on a target, found CmdPacket in hal on riscv64 again"},
        {[](json& r) { r["run"]["forms"][0]["number"] = 7; },
         "/run/forms/0/number: expected the index of CmdPacket in \"records\" of \"expected\", found 7"},
        {[](json& r) { r["cells"][0]["actual"] = nullptr; },
         "/run/forms/0/groups/0/record: expected a record, because no cell has one of CmdPacket, found null"},
        {[](json& r) { r["run"]["forms"][0]["groups"][0]["targets"] = json::array(); },
         "/run/forms/0/groups/0/targets: expected at least one target, found none"},
        {[](json& r) { r["run"]["checked"][0]["layer"] = "user"; },
         "/run/checked/0/layer: expected a layer of the run, found \"user\""},
        {[](json& r) { r["expected"]["records"][0] = nullptr; }, "/expected/records/0: expected a record, found null"},
    };
    for (const auto& one : cases) {
        const std::string problems = problems_after(one.edit);
        CAPTURE(problems);
        CHECK(problems.starts_with("r.json:"));
        CHECK(problems.find(one.problem) != std::string::npos);
    }
    CHECK_FALSE(parse_report("r.json", "[]"));
    CHECK_FALSE(parse_report("r.json", "{"));
    CHECK_FALSE(parse_report("r.json", R"({"abi_check_dump": 1, "layouts": []})"));
}
