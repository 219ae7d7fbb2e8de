// The grid: every record of every layer on every target, with its verdict.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"

namespace abi {

struct GridRow {
    std::string record;
    std::string layer;
    std::string witness;             // empty: the verdict; else what this witness saw
    std::vector<const Cell*> cells;  // by target; null: the layer was not asked for it
};

/// The reason why cells are unverified or not applicable, or a remark on other cells that do not differ. Each distinct
/// reason is listed once.
struct GridReason {
    Verdict verdict{};
    std::string reason;      // empty: none was given
    std::size_t number = 0;  // footnote among the reasons of its verdict; 0: none is needed
};

struct Grid {
    std::vector<std::string> targets;
    std::vector<GridRow> rows;        // in the order of the cells; below a verdict, its witnesses if there are several
    std::vector<GridReason> reasons;  // in the order of first use
};

/// The cells of `comparison`, which must outlive the grid.
Grid make_grid(const Comparison& comparison);

/// "ok", "FAIL", "?", "-", "waived", "known".
std::string symbol_of(Verdict verdict);

/// "seen", "DIFF", "blind", "none".
std::string symbol_of(WitnessState state);

/// What a witness saw of a cell; null: it was not asked.
const Evidence* evidence_of(const Cell* cell, const std::string& witness);

/// The number of the footnote that gives the reason of a cell; 0: it needs none.
std::size_t footnote_of(const Grid& grid, const Cell& cell);

/// The symbol, with the number of a footnote where one is needed: "?2". Empty for null.
std::string mark(const Grid& grid, const Cell* cell);

}  // namespace abi
