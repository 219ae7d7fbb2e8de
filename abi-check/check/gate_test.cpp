#include "check/gate.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

WitnessAnswer answer(const std::string& layer, const std::string& target) {
    WitnessAnswer made;
    made.layer = layer;
    made.target = target;
    made.witness = "clang";
    return made;
}

WitnessAnswer declaring(const std::string& layer, const std::string& target, std::vector<Record> records) {
    WitnessAnswer made = answer(layer, target);
    for (const auto& record : records) made.records.push_back(record.name);
    made.layout.records = std::move(records);
    return made;
}

const Problem unreadable{{"a.c", 1, 1, 0, 0}, "", "", "'x.h' file not found"};

Finding unverified() {
    return make_finding(Rule::unverified, answer("hal", "armv7"), "R");
}

Comparison of_spec(std::vector<Record> records) {
    Comparison comparison;
    comparison.expected.records = std::move(records);
    comparison.layers = {"hal", "core"};
    comparison.targets = {"riscv64", "armv7"};
    return comparison;
}

}  // namespace

TEST_CASE(
    "cells are in the order of the spec's records and the configuration's layers and targets, not in that of reading") {
    const Record a = record("A", 4, 4, {field("x", u(32), 0)});
    const Record b = record("B", 4, 4, {field("x", u(32), 0)});
    Comparison comparison = of_spec({b, a});
    std::vector<WitnessAnswers> read;
    for (const char* layer : {"core", "hal"}) {
        for (const char* target : {"armv7", "riscv64"}) read.push_back({declaring(layer, target, {a, b})});
    }
    compare_answers(combine_all(read), {}, comparison);
    std::string order;
    for (const auto& cell : comparison.cells) order += cell.record + " " + cell.layer + " " + cell.target + "\n";
    CHECK(order ==
          "B hal riscv64\nB hal armv7\nB core riscv64\nB core armv7\n"
          "A hal riscv64\nA hal armv7\nA core riscv64\nA core armv7\n");
    CHECK(comparison.findings.empty());
}

TEST_CASE("findings are those of the layers, of stale objects and of targets that differ") {
    const Record right = record("A", 4, 4, {field("x", u(32), 0)});
    const Record wrong = record("A", 8, 8, {field("x", u(64), 0)});
    auto old = declaring("hal", "riscv64", {right});
    old.stamps = {{"a.o", std::string(64, 'b'), {}}};
    Comparison comparison = of_spec({right});
    compare_answers(combine_all({{old}, {declaring("hal", "armv7", {wrong})}}), {{std::string(64, 'a')}, {}},
                    comparison);
    const auto has = [&](Rule rule) { return std::ranges::count(comparison.findings, rule, &Finding::rule) > 0; };
    CHECK(has(Rule::width));
    CHECK(has(Rule::stale));
    CHECK(has(Rule::target_dependent));
}

TEST_CASE("a layer that could not be read makes the comparison incomplete unless it is waived or no error") {
    WitnessAnswer failed = answer("hal", "armv7");
    failed.problems = {unreadable};
    const std::vector<WitnessAnswers> answers{{answer("hal", "riscv64")}, {answer("hal", "armv7"), failed}};
    Comparison comparison;
    CHECK_FALSE(has_unread(comparison, answers));
    comparison.findings = {unverified()};
    CHECK(has_unread(comparison, answers));
    CHECK_FALSE(has_unread(comparison, std::vector<WitnessAnswers>{{answer("hal", "armv7")}}));
    comparison.findings[0].waived = "agreed with the team";
    CHECK_FALSE(has_unread(comparison, answers));
    comparison.findings = {unverified()};
    comparison.findings[0].level = Level::warning;
    CHECK_FALSE(has_unread(comparison, answers));
    comparison.findings = {unverified()};
    comparison.findings[0].target = "riscv64";
    CHECK_FALSE(has_unread(comparison, answers));
}

TEST_CASE("nothing was checked if no record was read and no constant was asked for") {
    Comparison comparison;
    std::vector<WitnessAnswers> answers{{answer("hal", "armv7")}};
    CHECK(checked_nothing(comparison, answers));
    comparison.cells = {{"R", "hal", "armv7", Verdict::unverified, "", std::nullopt}};
    CHECK(checked_nothing(comparison, answers));
    comparison.cells[0].actual = record("R", 4, 4, {});
    CHECK_FALSE(checked_nothing(comparison, answers));
    comparison.cells[0].verdict = Verdict::not_applicable;
    CHECK(checked_nothing(comparison, answers));
    for (const Verdict verdict : {Verdict::differs, Verdict::waived, Verdict::known}) {
        comparison.cells = {{"R", "hal", "armv7", verdict, "", std::nullopt}};
        CHECK_FALSE(checked_nothing(comparison, answers));
    }
}

TEST_CASE("a spec of constants alone is checked where a witness could be read") {
    const Comparison comparison;
    std::vector<WitnessAnswers> answers{{answer("hal", "armv7")}};
    answers[0][0].constants = {"C"};
    CHECK_FALSE(checked_nothing(comparison, answers));
    answers[0][0].problems = {unreadable};
    CHECK(checked_nothing(comparison, answers));
    answers[0].push_back(answer("hal", "armv7"));
    CHECK_FALSE(checked_nothing(comparison, answers));
    answers[0][0].records = {"R"};
    CHECK(checked_nothing(comparison, answers));
}
