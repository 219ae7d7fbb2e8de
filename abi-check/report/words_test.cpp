#include "report/words.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;

TEST_CASE("findings that differ in their target alone become one, in the comparison's order of targets") {
    Comparison c = sample::drifted();
    std::swap(c.findings[0], c.findings[1]);
    const auto merged = merge_targets(c);
    REQUIRE(merged.size() == 1);
    CHECK(merged[0].targets == std::vector<std::string>{"riscv64", "x86_64"});
    CHECK(merged[0].first().target == "riscv64");
    CHECK_FALSE(merged[0].every_target);
    CHECK(where_text(merged[0]) == "in hal on riscv64, x86_64");
}

TEST_CASE("findings that differ in anything else stay apart") {
    const auto count_after = [](auto&& change) {
        Comparison c = sample::drifted();
        change(c.findings[1]);
        return merge_targets(c).size();
    };
    CHECK(count_after([](Finding& f) { f.layer = "core"; }) == 2);
    CHECK(count_after([](Finding& f) { f.message += "!"; }) == 2);
    CHECK(count_after([](Finding& f) { f.place.line = 1; }) == 2);
    CHECK(count_after([](Finding& f) { f.waived = "known"; }) == 2);
    CHECK(count_after([](Finding& f) { f.related.clear(); }) == 2);
    CHECK(count_after([](Finding& f) { f.change = Change::breaking; }) == 2);
    CHECK(count_after([](Finding&) {}) == 1);
}

TEST_CASE("a diff claims no more than it could read") {
    Comparison c;
    c.is_diff = true;
    CHECK(closing_words(c) == "no layout changes");
    c.incomplete = true;
    CHECK(closing_words(c) == "nothing was compared");
    c.layers = {"hal"};
    CHECK(closing_words(c) == "no layout changes in what could be read");
    c.findings = sample::drifted().findings;
    for (auto& finding : c.findings) finding.change = Change::breaking;
    CHECK(closing_words(c) == "1 breaking, 0 compatible, 0 cosmetic changes; not everything could be read");
}

TEST_CASE("what is meant on every target names none") {
    Comparison c = sample::drifted();
    c.targets = {"riscv64", "x86_64"};
    CHECK(where_text(merge_targets(c)[0]) == "in hal");
    c.findings.resize(1);
    c.findings[0].target.clear();
    CHECK(where_text(merge_targets(c)[0]) == "in hal");
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
