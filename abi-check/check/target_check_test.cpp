#include "check/target_check.h"

#include <doctest/doctest.h>

#include "check/gate.h"
#include "check/waive.h"
#include "test/declare.h"

using namespace abi;

namespace {

using Facts = std::vector<std::pair<Fact, std::string>>;

TargetFacts facts_of(const Facts& known) {
    TargetFacts facts;
    for (const auto& [fact, value] : known) facts[fact] = value;
    return facts;
}

WitnessAnswer answer_for(const std::string& witness, const Facts& known, const Facts& column = {}) {
    WitnessAnswer answer;
    answer.layer = "drv";
    answer.target = "board";
    answer.witness = witness;
    answer.layout.facts = facts_of(known);
    answer.column = facts_of(column);
    answer.unit_facts = {{"a.c", answer.layout.facts}};
    return answer;
}

std::string messages_of(WitnessAnswers witnesses) {
    mark_other_targets(witnesses);
    std::string text;
    for (const auto& finding : check_targets(witnesses)) text += finding.message + "\n";
    return text;
}

const Facts arm{{Fact::architecture, "arm"}, {Fact::pointer_bits, "32"}, {Fact::system, "none"}};

}  // namespace

TEST_CASE("Facts differ if both are known and the words mean different ABIs") {
    struct Row {
        Fact fact;
        std::string a, b;
        bool differs;
    };
    const std::vector<Row> rows{{Fact::architecture, "x86_64", "aarch64", true},
                                {Fact::architecture, "x86_64", "", false},
                                {Fact::system, "linux", "none", false},
                                {Fact::system, "windows", "uefi", false},
                                {Fact::system, "linux", "windows", true},
                                {Fact::system, "darwin", "macosx", false},
                                {Fact::environment, "gnueabi", "gnueabihf", false},
                                {Fact::environment, "gnu", "musl", true},
                                {Fact::environment, "musleabihf", "gnueabihf", true},
                                {Fact::environment, "eabi", "gnueabihf", false},
                                {Fact::environment, "gnu", "msvc", true},
                                {Fact::enum_bits, "8", "32", true},
                                {Fact::enum_bits, "8", std::string(open_choice), false},
                                {Fact::compiler, "gcc 12", "clang 19", false}};
    for (const auto& row : rows) {
        CAPTURE(row.a);
        CAPTURE(row.b);
        CHECK(facts_differ(row.fact, row.a, row.b) == row.differs);
        CHECK(facts_differ(row.fact, row.b, row.a) == row.differs);
    }
}

TEST_CASE("A witness that answered for another machine than the column's is named, with one cause") {
    CHECK(messages_of({answer_for("probe", arm, arm)}) == "");
    CHECK(messages_of({answer_for("probe", {{Fact::architecture, "x86_64"}, {Fact::pointer_bits, "64"}}, arm)}) ==
          "probe answered for x86_64, expected arm\n");
    CHECK(messages_of({answer_for("probe", {{Fact::pointer_bits, "64"}}, arm)}) ==
          "probe answered for size of a pointer 64 bits, expected size of a pointer 32 bits\n");
    // The flags of a layer decide about these.
    CHECK(messages_of({answer_for("probe", {{Fact::enum_bits, "8"}}, {{Fact::enum_bits, "32"}})}) == "");
}

TEST_CASE("Witnesses of one layer that answered for different ABIs are named; the first that knows a fact is right") {
    CHECK(messages_of({answer_for("clang", {{Fact::enum_bits, "32"}}), answer_for("dwarf", {}),
                       answer_for("probe", {{Fact::enum_bits, "8"}})}) ==
          "probe answered for least size of an enumeration 8 bits; clang answered for least size of an enumeration 32 "
          "bits\n");
    CHECK(messages_of({answer_for("clang", {{Fact::char_sign, "signed"}}),
                       answer_for("probe", {{Fact::char_sign, "unsigned"}})}) ==
          "probe answered for unsigned char; clang answered for signed char\n");
}

TEST_CASE("Units of one witness that were compiled for different ABIs are named") {
    auto answer = answer_for("clang", {{Fact::wchar_bits, "32"}, {Fact::char_sign, "signed"}});
    answer.unit_facts.push_back({"b.c", facts_of({{Fact::wchar_bits, "16"}})});
    CHECK(messages_of({answer}) ==
          "clang read units for different targets: a.c for size of wchar_t 32 bits, b.c for size of wchar_t 16 bits\n");
    answer.unit_facts.back().facts = facts_of({{Fact::char_sign, "unsigned"}});
    CHECK(messages_of({answer}) == "");
}

TEST_CASE("No cell of a layer conforms while a witness answered for another target, unless a waiver accepts it") {
    Layout spec;
    spec.origin = "s.json";
    spec.records.push_back(test::record("P", 4, 4, {test::field("a", test::u(32), 0)}));
    const auto settled = [&](const std::vector<Waiver>& waivers) {
        Comparison comparison;
        comparison.expected = spec;
        comparison.layers = {"drv"};
        comparison.targets = {"board"};
        auto clang = answer_for("clang", arm, arm);
        clang.records = {"P"};
        clang.layout.records = spec.records;
        auto probe = answer_for("probe", {{Fact::architecture, "x86_64"}}, arm);
        probe.records = {"P"};
        probe.layout.records.push_back(test::record("P", 8, 8, {test::field("a", test::u(64), 0)}));
        compare_answers(combine_all({{probe, clang}}), {}, comparison);
        settle(comparison, {}, waivers, "2026-01-01");
        return comparison;
    };
    const auto comparison = settled({});
    REQUIRE(comparison.findings.size() == 1);
    CHECK(key(comparison.findings[0]) == "abi-target/drv//drv/board/probe");
    REQUIRE(comparison.cells.size() == 1);
    CHECK(comparison.cells[0].verdict == Verdict::unverified);
    CHECK(comparison.cells[0].evidence[0].state == WitnessState::other_target);
    CHECK(comparison.facts.size() == 2);
    Waiver waiver;
    waiver.rule = "abi-target";
    waiver.reason = "the same layouts";
    CHECK(settled({waiver}).cells[0].verdict != Verdict::unverified);
}
