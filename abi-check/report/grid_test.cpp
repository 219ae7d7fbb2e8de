#include "report/grid.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;

TEST_CASE("a row for each record of each layer, a column for each target") {
    const Comparison c = sample::drifted();
    const Grid grid = make_grid(c);
    REQUIRE(grid.rows.size() == 2);
    CHECK(grid.rows[0].record == "CmdPacket");
    CHECK(grid.rows[0].layer == "hal");
    CHECK(mark(grid, grid.rows[0].cells[0]) == "FAIL");
    CHECK(mark(grid, grid.rows[1].cells[1]) == "ok");
    CHECK(mark(grid, grid.rows[1].cells[2]) == "-");
}

TEST_CASE("each distinct reason stands once, and is numbered when its verdict has several") {
    Comparison c = sample::drifted();
    CHECK(make_grid(c).reasons.size() == 1);
    CHECK(make_grid(c).reasons[0].number == 0);
    c.cells[0].verdict = Verdict::unverified;
    c.cells[0].reason = "no header";
    c.cells[1].verdict = Verdict::unverified;
    c.cells[1].reason = "only declared";
    const Grid grid = make_grid(c);
    CHECK(grid.reasons.size() == 3);
    CHECK(mark(grid, &c.cells[0]) == "?1");
    CHECK(mark(grid, &c.cells[1]) == "?2");
    CHECK(mark(grid, &c.cells[2]) == "-");
}

TEST_CASE("a pass that has a reason is numbered, and one that has none is not") {
    Comparison c = sample::drifted();
    c.cells[0].verdict = Verdict::conforms;
    c.cells[0].reason = "prefix of 40 of 48 bytes";
    c.cells[1].verdict = Verdict::conforms;
    c.cells[1].reason = "";
    const Grid grid = make_grid(c);
    CHECK(mark(grid, &c.cells[0]) == "ok1");
    CHECK(mark(grid, &c.cells[1]) == "ok");
    CHECK(grid.reasons[0].reason == "prefix of 40 of 48 bytes");
}

TEST_CASE("what a layer was not asked for is an empty cell") {
    Comparison c = sample::drifted();
    c.cells.erase(c.cells.begin());
    const Grid grid = make_grid(c);
    CHECK(grid.rows[0].cells[0] == nullptr);
    CHECK(mark(grid, nullptr).empty());
}

TEST_CASE("several witnesses of a cell have rows below its verdict, a single one has none") {
    Comparison c = sample::drifted();
    c.cells[0].evidence = {{"clang", WitnessState::seen, ""}};
    CHECK(make_grid(c).rows[1].witness.empty());
    c.cells[0].evidence.push_back({"dwarf", WitnessState::nothing, "it knows no such record"});
    const Grid grid = make_grid(c);
    CHECK(grid.rows[0].witness.empty());
    CHECK(grid.rows[1].witness == "clang");
    CHECK(grid.rows[2].witness == "dwarf");
    CHECK(grid.rows[3].witness.empty());
    REQUIRE(evidence_of(grid.rows[2].cells[0], "dwarf") != nullptr);
    CHECK(symbol_of(evidence_of(grid.rows[2].cells[0], "dwarf")->state) == "none");
    CHECK(evidence_of(grid.rows[2].cells[1], "dwarf") == nullptr);
    CHECK(evidence_of(nullptr, "dwarf") == nullptr);
}
