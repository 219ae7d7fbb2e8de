#include "merge/join.h"

#include <doctest/doctest.h>

#include <memory>

#include "check/gate.h"
#include "check/run.h"
#include "check/waive.h"
#include "report/report.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

const std::vector<std::string> layers{"hal", "core"};
const std::vector<std::string> targets{"riscv64", "armv7", "i686"};

const Record right = record("A", 16, 8, {field("x", u(64), 0), field("y", u(64), 64)});
const Record narrow = record("A", 16, 8, {field("x", u(32), 0), field("y", u(64), 64)});
const Record other = record("A", 8, 4, {field("x", u(32), 0), field("y", u(32), 32)});

Waiver waiver_of(const std::string& rule, const std::string& target, unsigned line) {
    return {rule, "", "", "hal", target, "", "accepted", "", {"config.json", line}, false};
}

/// A run over some layers and targets. hal declares A otherwise on armv7 and i686.
Part run_over(const std::vector<std::string>& its_layers, const std::vector<std::string>& its_targets) {
    Comparison comparison;
    comparison.title = "a.json";
    comparison.digest = "d";
    comparison.expected.records = {right};
    comparison.layers = its_layers;
    comparison.targets = its_targets;
    std::vector<WitnessAnswers> answers;
    Run run;
    run.layers = layers;
    run.targets = targets;
    for (const auto& layer : its_layers) {
        run.checked.push_back({layer, its_targets});
        for (const auto& target : its_targets) {
            WitnessAnswer answer;
            answer.layer = layer;
            answer.target = target;
            answer.witness = "clang";
            answer.records = {"A"};
            const bool differs = layer == "hal" && target != "riscv64";
            answer.layout.records = {!differs ? right : target == "armv7" ? narrow : other};
            answers.push_back({answer});
        }
    }
    const auto all = combine_all(answers);
    run.forms = compare_answers(all, {}, comparison);
    run.waivers =
        settle(comparison, {}, {waiver_of("abi-size", "i686", 1), waiver_of("abi-value", "", 2)}, "2026-01-31");
    run.today = "2026-01-31";
    run.checked_nothing = checked_nothing(comparison, all.by_witness);
    finish(run, comparison);
    comparison.run = std::make_shared<const Run>(std::move(run));
    return {"part.json", std::move(comparison)};
}

void check_same(std::vector<Part> parts, const Part& whole) {
    const auto joined = join_reports(std::move(parts));
    for (const auto& problem : joined.problems) MESSAGE(to_string(problem));
    REQUIRE(joined);
    for (const auto& format : formats()) CHECK(format.report(*joined, {}) == format.report(whole.comparison, {}));
}

std::string problem_of(std::vector<Part> parts) {
    const auto joined = join_reports(std::move(parts));
    return joined ? "" : to_string(joined.problems.front());
}

}  // namespace

TEST_CASE("parts by target, by layer and in any order are the report of one run") {
    const Part whole = run_over(layers, targets);
    CHECK(report_text(whole.comparison).find("abi-target-dependent") != std::string::npos);
    CHECK(report_text(whole.comparison).find("abi-waiver-unused") != std::string::npos);
    check_same({whole}, whole);
    check_same({run_over(layers, {"riscv64"}), run_over(layers, {"armv7"}), run_over(layers, {"i686"})}, whole);
    check_same({run_over(layers, {"i686"}), run_over(layers, {"riscv64", "armv7"})}, whole);
    check_same({run_over({"core"}, targets), run_over({"hal"}, targets)}, whole);
    check_same({run_over(layers, {"riscv64", "armv7"}), run_over(layers, {"armv7", "i686"})}, whole);
}

TEST_CASE("some parts of a run are a partial run, and parts that are missing are named") {
    const Part two = run_over(layers, {"riscv64", "i686"});
    check_same({run_over(layers, {"riscv64"}), run_over(layers, {"i686"})}, two);
    const auto joined = join_reports({run_over({"hal"}, {"armv7"}), run_over({"core"}, {"i686"})});
    REQUIRE(joined);
    CHECK(joined->skipped == std::vector<std::string>{partial_remark(), "no report has hal on i686; core on armv7"});
}

TEST_CASE("reports that contradict each other are refused") {
    Part changed = run_over(layers, {"armv7"});
    changed.path = "changed.json";
    changed.comparison.cells[0].verdict = Verdict::conforms;
    CHECK(problem_of({run_over(layers, {"armv7"}), changed}) ==
          "changed.json: error: expected A in hal on armv7: differs, as in part.json, found conforms; a layer on a "
          "target comes from one run, which compares all its units");
    Part fewer = run_over(layers, {"armv7"});
    fewer.comparison.findings.clear();
    CHECK(problem_of({run_over(layers, {"armv7"}), fewer}).find("its findings in hal on armv7") != std::string::npos);
    Part spec = run_over(layers, {"i686"});
    spec.comparison.digest = "e";
    CHECK(problem_of({run_over(layers, {"armv7"}), spec}) ==
          "part.json: error: /digest: expected the spec with the digest d, as in part.json, found e");
    Part known = run_over(layers, {"i686"});
    known.comparison.baseline = "b.json";
    CHECK(problem_of({run_over(layers, {"armv7"}), known}) ==
          "part.json: error: /baseline: expected the baseline none, as in part.json, found b.json");
    Part config = run_over(layers, {"i686"});
    config.comparison.asked_by = "c.json";
    CHECK(problem_of({run_over(layers, {"armv7"}), config}).find("/asked_by: expected the configuration") !=
          std::string::npos);
}
