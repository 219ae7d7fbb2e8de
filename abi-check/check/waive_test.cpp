#include "check/waive.h"

#include <doctest/doctest.h>

using namespace abi;

namespace {

Comparison one_error() {
    Comparison comparison;
    Finding finding;
    finding.rule = Rule::width;
    finding.record = "R";
    finding.field = "a";
    finding.layer = "hal";
    finding.target = "armv7";
    finding.message = "R.a is wrong";
    comparison.findings = {finding};
    comparison.cells = {{"R", "hal", "armv7", Verdict::conforms, "", {}},
                        {"R", "hal", "riscv64", Verdict::conforms, "", {}}};
    return comparison;
}

Waiver waiver(std::string rule, std::string record, std::string expires = "") {
    return {std::move(rule),    std::move(record),     "", "", "", "", "agreed with the team",
            std::move(expires), {"c.json", 4, 1, 4, 2}};
}

TEST_CASE("a rule that is off has no findings, and a waiver for it is used") {
    Comparison comparison = one_error();
    const Rule rule = comparison.findings[0].rule;
    settle(comparison, {{rule, Level::off}}, {waiver(std::string(row_of(rule).id), "R")}, "2026-01-01");
    CHECK(comparison.findings.empty());
    CHECK(comparison.cells[0].verdict == Verdict::conforms);
}

TEST_CASE("the level and the waivers of the rule that may be broken count for what was not seen") {
    Comparison comparison = one_error();
    comparison.findings[0].rule = Rule::unverified;
    comparison.findings[0].instead_of = Rule::implicit_padding;
    SUBCASE("a lower level") {
        settle(comparison, {{Rule::implicit_padding, Level::note}}, {}, "2026-01-01");
        CHECK(comparison.findings[0].level == Level::note);
    }
    SUBCASE("a level of the other rule does not raise it") {
        settle(comparison, {{Rule::unverified, Level::note}, {Rule::implicit_padding, Level::error}}, {}, "2026-01-01");
        CHECK(comparison.findings[0].level == Level::note);
    }
    SUBCASE("a waiver") {
        settle(comparison, {}, {waiver("abi-implicit-padding", "R")}, "2026-01-01");
        CHECK(is_accepted(comparison.findings[0]));
        CHECK(comparison.cells[0].verdict == Verdict::waived);
    }
}

}  // namespace

TEST_CASE("an error makes its own cell differ and no other") {
    Comparison comparison = one_error();
    settle(comparison, {}, {}, "2026-01-01");
    CHECK(comparison.cells[0].verdict == Verdict::differs);
    CHECK(comparison.cells[1].verdict == Verdict::conforms);
}

TEST_CASE("a waiver covers what it names, until its date and on it") {
    Comparison comparison = one_error();
    settle(comparison, {}, {waiver("abi-width", "R", "2026-01-01")}, "2026-01-01");
    CHECK(comparison.findings.size() == 1);
    CHECK(comparison.findings[0].waived == "agreed with the team");
    CHECK(comparison.cells[0].verdict == Verdict::waived);
    CHECK(comparison.cells[1].verdict == Verdict::conforms);
}

TEST_CASE("an expired waiver covers nothing and is an error") {
    Comparison comparison = one_error();
    settle(comparison, {}, {waiver("abi-width", "R", "2025-12-31")}, "2026-01-01");
    REQUIRE(comparison.findings.size() == 2);
    CHECK(count(comparison).errors == 2);
    CHECK(comparison.cells[0].verdict == Verdict::differs);
}

TEST_CASE("a waiver that covers nothing is said") {
    Comparison comparison = one_error();
    settle(comparison, {}, {waiver("abi-offset", "R")}, "2026-01-01");
    REQUIRE(comparison.findings.size() == 2);
    CHECK(comparison.findings[1].rule == Rule::waiver_unused);
    CHECK(comparison.findings[1].message == "the waiver of rule abi-offset, record R covers no finding");
}

TEST_CASE("a configuration changes the level of a rule") {
    Comparison comparison = one_error();
    settle(comparison, {{Rule::width, Level::warning}}, {}, "2026-01-01");
    CHECK(comparison.findings[0].level == Level::warning);
    CHECK(comparison.cells[0].verdict == Verdict::conforms);
}

TEST_CASE("a cell differs if it has an error that no waiver covers, even if its other errors are waived") {
    Comparison comparison = one_error();
    comparison.findings.push_back(comparison.findings[0]);
    comparison.findings[1].rule = Rule::offset;
    settle(comparison, {}, {waiver("abi-width", "R")}, "2026-01-01");
    CHECK(comparison.cells[0].verdict == Verdict::differs);
}

TEST_CASE("a waived warning leaves a cell as it is") {
    Comparison comparison = one_error();
    settle(comparison, {{Rule::width, Level::warning}}, {waiver("abi-width", "R")}, "2026-01-01");
    CHECK(comparison.cells[0].verdict == Verdict::conforms);
}

TEST_CASE("a record that could not be read is waived, not verified, if a waiver covers each finding about that") {
    Comparison comparison = one_error();
    comparison.findings[0].rule = Rule::unverified;
    comparison.findings.push_back(comparison.findings[0]);
    comparison.findings[1].rule = Rule::unknown;
    comparison.cells[0].verdict = Verdict::unverified;
    comparison.cells[0].reason = "only declared";
    SUBCASE("both are covered") {
        settle(comparison, {}, {waiver("abi-unverified", "R"), waiver("abi-unknown", "R")}, "2026-01-01");
        CHECK(comparison.cells[0].verdict == Verdict::waived);
        CHECK(comparison.cells[0].reason == "only declared");
        set_verdicts(comparison);
        CHECK(comparison.cells[0].verdict == Verdict::waived);
    }
    SUBCASE("one is covered") {
        settle(comparison, {}, {waiver("abi-unverified", "R")}, "2026-01-01");
        CHECK(comparison.cells[0].verdict == Verdict::unverified);
    }
    SUBCASE("they are only warnings, and one is covered") {
        settle(comparison, {{Rule::unverified, Level::warning}, {Rule::unknown, Level::warning}},
               {waiver("abi-unverified", "R")}, "2026-01-01");
        CHECK(comparison.cells[0].verdict == Verdict::unverified);
    }
    SUBCASE("they are only warnings, and both are covered") {
        settle(comparison, {{Rule::unverified, Level::warning}, {Rule::unknown, Level::warning}},
               {waiver("abi-unverified", "R"), waiver("abi-unknown", "R")}, "2026-01-01");
        CHECK(comparison.cells[0].verdict == Verdict::waived);
        set_verdicts(comparison);
        CHECK(comparison.cells[0].verdict == Verdict::waived);
    }
}

TEST_CASE("a record that could not be read and has an open error differs where the rest is waived") {
    Comparison comparison = one_error();
    comparison.findings.push_back(comparison.findings[0]);
    comparison.findings[1].rule = Rule::unknown;
    comparison.cells[0].verdict = Verdict::unverified;
    settle(comparison, {}, {waiver("abi-unknown", "R")}, "2026-01-01");
    CHECK(comparison.cells[0].verdict == Verdict::differs);
}

TEST_CASE("an expired waiver is an error of the configuration, not of a cell") {
    Comparison comparison = one_error();
    comparison.findings.clear();
    Waiver expired = waiver("abi-width", "R", "2025-12-31");
    expired.layer = "hal";
    settle(comparison, {}, {expired}, "2026-01-01");
    CHECK(count(comparison).errors == 1);
    CHECK(comparison.cells[0].verdict == Verdict::conforms);
}
