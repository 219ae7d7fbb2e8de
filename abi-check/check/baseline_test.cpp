#include "check/baseline.h"

#include <doctest/doctest.h>

#include "check/waive.h"

using namespace abi;

namespace {

Finding finding(Rule rule, const std::string& field, const std::string& actual, std::string target = "armv7") {
    return {.rule = rule,
            .record = "R",
            .field = field,
            .layer = "hal",
            .target = std::move(target),
            .expected = "u64",
            .actual = actual,
            .message = "R." + field + ": expected u64, found " + actual,
            .place = {"a.h", 7, 5, 7, 6}};
}

/// A comparison with one cell, whose path of a baseline is "b.json".
Comparison with(std::vector<Finding> findings) {
    Comparison comparison;
    comparison.cells = {{"R", "hal", "armv7", Verdict::conforms, "", {}}};
    comparison.findings = std::move(findings);
    comparison.baseline = "b.json";
    settle(comparison, {}, {}, "2026-01-01");
    return comparison;
}

}  // namespace

TEST_CASE("what a baseline holds is known, fails nothing, and makes a cell known") {
    Comparison comparison = with({finding(Rule::width, "a", "u32")});
    const auto entries = baseline_of(comparison);
    comparison.findings[0].place.line = 90;  // lines do not count
    apply_baseline(comparison, entries, Level::note);
    REQUIRE(comparison.findings.size() == 1);
    CHECK(comparison.findings[0].known);
    CHECK(comparison.cells[0].verdict == Verdict::known);
    CHECK(count(comparison).errors == 0);
    CHECK(count(comparison).known == 1);
}

TEST_CASE("a finding that the baseline does not hold is new") {
    Comparison comparison = with({finding(Rule::width, "a", "u32"), finding(Rule::width, "b", "u32")});
    apply_baseline(comparison, {finding(Rule::width, "a", "u32")}, Level::note);
    REQUIRE(comparison.findings.size() == 2);
    CHECK_FALSE(comparison.findings[0].known);
    CHECK(comparison.findings[0].field == "b");
    CHECK(comparison.cells[0].verdict == Verdict::differs);
}

TEST_CASE("a known difference that became another one is new, and refers to the baseline") {
    Comparison comparison = with({finding(Rule::width, "a", "u16")});
    apply_baseline(comparison, {finding(Rule::width, "a", "u32")}, Level::note);
    REQUIRE(comparison.findings.size() == 1);
    CHECK_FALSE(comparison.findings[0].known);
    REQUIRE(comparison.findings[0].related.size() == 1);
    CHECK(comparison.findings[0].related[0].place.file == "b.json");
    CHECK(comparison.findings[0].related[0].message ==
          "the baseline accepts another difference here: R.a: expected u64, found u32");
    CHECK(comparison.cells[0].verdict == Verdict::differs);
}

TEST_CASE("the same finding on another target is new") {
    Comparison comparison = with({finding(Rule::width, "a", "u32", "armv7")});
    apply_baseline(comparison, {finding(Rule::width, "a", "u32", "riscv64")}, std::nullopt);
    CHECK_FALSE(comparison.findings[0].known);
}

TEST_CASE("an entry holds one finding, not each that reads the same") {
    Comparison comparison = with({finding(Rule::odr, "a", "u32"), finding(Rule::odr, "a", "u32")});
    apply_baseline(comparison, {finding(Rule::odr, "a", "u32")}, Level::note);
    CHECK(count(comparison).known == 1);
    CHECK(count(comparison).errors == 1);
}

TEST_CASE("an entry that holds nothing is reported once, and only if that is asked for") {
    Comparison comparison = with({});
    const Finding entry = finding(Rule::width, "a", "u32");
    SUBCASE("asked") {
        apply_baseline(comparison, {entry}, Level::note);
        REQUIRE(comparison.findings.size() == 1);
        CHECK(comparison.findings[0].rule == Rule::baseline_gone);
        CHECK(comparison.findings[0].place.file == "b.json");
        CHECK(comparison.findings[0].message ==
              "abi-width of R.a is in the baseline and was not found: R.a: expected u64, found u32");
        CHECK(comparison.cells[0].verdict == Verdict::conforms);
    }
    SUBCASE("as an error, which is not one of the cell") {
        apply_baseline(comparison, {entry}, Level::error);
        CHECK(count(comparison).errors == 1);
        CHECK(comparison.cells[0].verdict == Verdict::conforms);
    }
    SUBCASE("not asked") {
        apply_baseline(comparison, {entry}, std::nullopt);
        CHECK(comparison.findings.empty());
    }
}

TEST_CASE("a baseline holds errors and warnings, but not what was not read, what is waived and what is about waivers") {
    Comparison comparison = with({});
    for (const Rule rule : {Rule::width, Rule::unverified, Rule::unknown, Rule::target, Rule::waiver_expired,
                            Rule::waiver_unused, Rule::baseline_gone, Rule::host_sized, Rule::renamed}) {
        comparison.findings.push_back(finding(rule, "a", "u32"));
        comparison.findings.back().level = row_of(rule).level;
    }
    comparison.findings.push_back(finding(Rule::kind, "w", "u32"));
    comparison.findings.back().waived = "agreed";
    const auto entries = baseline_of(comparison);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].rule == Rule::host_sized);
    CHECK(entries[1].rule == Rule::width);
}

TEST_CASE("a cell that could not be read is not known, even if the baseline holds its findings") {
    Comparison comparison = with({finding(Rule::unverified, "", "")});
    REQUIRE(comparison.cells[0].verdict == Verdict::unverified);
    apply_baseline(comparison, {finding(Rule::unverified, "", "")}, std::nullopt);
    CHECK(comparison.cells[0].verdict == Verdict::unverified);
    CHECK(count(comparison).errors == 1);
}

TEST_CASE("a cell is known if waivers and the baseline share its findings, and a waived finding stays waived") {
    Comparison comparison = with({finding(Rule::width, "a", "u32"), finding(Rule::kind, "b", "f64")});
    comparison.findings[0].waived = "agreed";
    const Finding first = comparison.findings[0];
    const Finding second = comparison.findings[1];
    apply_baseline(comparison, {first, second}, Level::note);
    CHECK(comparison.cells[0].verdict == Verdict::known);
    CHECK(count(comparison).waived == 1);
    CHECK(count(comparison).known == 1);
    CHECK(comparison.findings.size() == 2);
}
