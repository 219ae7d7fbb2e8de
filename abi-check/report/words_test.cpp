#include "report/words.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;

TEST_CASE("a diff claims no more than it could read") {
    Comparison c;
    c.is_diff = true;
    CHECK(closing_words(c) == "no layout changes");
    c.skipped = {"layer hal: changes of a.h (not in git, so both sides are today's file)"};
    CHECK(closing_words(c) == "no layout changes in what was compared");
    c.skipped.clear();
    c.incomplete = true;
    CHECK(closing_words(c) == "nothing was compared");
    c.layers = {"hal"};
    CHECK(closing_words(c) == "no layout changes in what could be read");
    c.findings = sample::drifted().findings;
    for (auto& finding : c.findings) finding.change = Change::breaking;
    CHECK(closing_words(c) == "1 breaking, 0 compatible, 0 cosmetic changes; not everything could be read");
}

TEST_CASE("a spec that a diff alters is no change of a layout, and is told") {
    Comparison c;
    c.is_diff = true;
    c.findings.emplace_back().rule = Rule::altered_terms;
    CHECK(closing_words(c) == "no layout changes; the change alters what it is judged by");
}

TEST_CASE("what is meant on every target names none") {
    Comparison c = sample::drifted();
    c.targets = {"riscv64", "x86_64"};
    CHECK(where_text(group_findings(c)[0]) == "in hal");
    c.findings.resize(1);
    c.findings[0].target.clear();
    CHECK(where_text(group_findings(c)[0]) == "in hal");
}

TEST_CASE("layers that share their targets are named together") {
    const Comparison c = sample::complete();
    std::vector<const Cell*> cells;
    for (const auto& cell : c.cells) {
        if (cell.record == "Answer" && cell.verdict == Verdict::conforms) cells.push_back(&cell);
    }
    CHECK(where_text(cells) == "hal, core on riscv64, x86_64, aarch64, arm; membrane on riscv64, x86_64, aarch64");
}

TEST_CASE("the closing line counts what is shown") {
    CHECK(closing_words(sample::conforming()) ==
          "1 record × 1 layer × 1 target: 1 conforms, 0 differ; 0 errors, 0 warnings, 0 notes");
    CHECK(closing_words(sample::drifted()) ==
          "1 record × 2 layers × 3 targets: 2 conform, 2 differ, 2 not applicable; 1 error, 0 warnings, 0 notes");
    CHECK(closing_words(sample::changed()) == "1 breaking, 0 compatible, 0 cosmetic changes");
    Comparison nothing = sample::changed();
    nothing.findings.clear();
    CHECK(closing_words(nothing) == "no layout changes");
}

TEST_CASE("an offset names a bit only where it is not a whole byte") {
    CHECK(offset_words(64) == "8");
    CHECK(offset_words(35) == "4.3");
}
