#include "check/diff_pairs.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

WitnessAnswer answer(const std::string& layer, const std::string& target) {
    WitnessAnswer made;
    made.layer = layer;
    made.target = target;
    made.layout.origin = layer;
    made.layout.target = target;
    made.layout.records = {record("R", 4, 4, {field("a", u(32), 0)})};
    return made;
}

WitnessAnswer unreadable(const std::string& layer, const std::string& target) {
    WitnessAnswer made = answer(layer, target);
    made.problems = {{{"a.c", 1, 1, 0, 0}, "", "", "'x.h' file not found"}};
    return made;
}

}  // namespace

TEST_CASE("a layer is compared only if it could be read on both sides") {
    DiffPairs made;
    add_pair(answer("hal", "armv7"), answer("hal", "armv7"), made);
    add_pair(unreadable("hal", "riscv64"), answer("hal", "riscv64"), made);
    add_pair(answer("core", "armv7"), unreadable("core", "armv7"), made);
    REQUIRE(made.pairs.size() == 1);
    CHECK(made.pairs[0].layer == "hal");
    CHECK(made.pairs[0].target == "armv7");
    CHECK(made.pairs[0].before.records.size() == 1);
    CHECK(in_words(made.unread) == std::vector<std::string>{"layer hal on riscv64", "layer core on armv7"});
}

TEST_CASE("what could not be read is named once, with all of its targets") {
    DiffPairs made;
    add_unread({answer("hal", "armv7"), answer("hal", "riscv64"), answer("core", "armv7")}, made);
    made.unread.push_back({"spec membrane", ""});
    CHECK(in_words(made.unread) ==
          std::vector<std::string>{"layer hal on armv7, riscv64", "layer core on armv7", "spec membrane"});
    CHECK(in_words({}).empty());
}

TEST_CASE("a dump is paired by layer and target, and what it lacks is a problem") {
    DiffPairs made;
    pair_with_layouts("d.json", {answer("core", "armv7").layout, answer("hal", "armv7").layout},
                      {answer("hal", "armv7"), answer("hal", "riscv64")}, made);
    REQUIRE(made.pairs.size() == 1);
    CHECK(made.pairs[0].before.origin == "hal");
    CHECK(in_words(made.unread) == std::vector<std::string>{"layer hal on riscv64"});
    REQUIRE(made.problems.size() == 1);
    CHECK(to_string(made.problems[0]) ==
          "d.json: error: /layouts: expected layer hal on riscv64, found none; make the dump with the same "
          "configuration");
}

TEST_CASE("a record that changed has one cell, an unchanged or an added one has none") {
    Layout before;
    before.records = {record("Same", 4, 4, {field("a", u(32), 0)}), record("Gone", 4, 4, {field("a", u(32), 0)}),
                      record("R", 8, 4, {field("a", u(32), 0), field("b", u(32), 4)})};
    Layout after;
    after.records = {before.records[0], record("R", 4, 2, {field("a", u(16), 0), field("b", u(16), 2)}),
                     record("New", 4, 4, {field("a", u(32), 0)})};
    Comparison comparison;
    add_changes({"hal", "armv7", before, after}, "HEAD~1", comparison);
    std::string cells;
    for (const auto& cell : comparison.cells) cells += cell.record + (cell.actual ? " changed\n" : " gone\n");
    CHECK(comparison.cells.size() == 2);
    CHECK(cells.find("R changed\n") != std::string::npos);
    CHECK(cells.find("Gone gone\n") != std::string::npos);
    CHECK(comparison.expected.records.size() == 2);
    CHECK(comparison.findings.size() >= 3);
    CHECK(comparison.layers == std::vector<std::string>{"hal"});
    add_changes({"hal", "riscv64", before, before}, "HEAD~1", comparison);
    CHECK(comparison.cells.size() == 2);
    CHECK(comparison.layers.size() == 1);
}
