// How reports show a verdict: one table for all of them.
#pragma once

#include <span>
#include <string_view>

#include "model/finding.h"
#include "report/terminal.h"

namespace abi {

struct VerdictRow {
    Verdict verdict;
    std::string_view word;     // in the grid of the text report: "ok"
    Ink ink;                   // of that word
    std::string_view meaning;  // in the legend of that grid; empty: its legend has the reasons only
    std::string_view symbol;   // on the page, so that no meaning depends on colour
    std::string_view kind;     // the class of its elements on the page; page.css has a colour for each
    std::string_view cell;     // its word in the grid of the page
};

/// All verdicts, the worst first.
std::span<const VerdictRow> verdict_table();

const VerdictRow& row_of(Verdict verdict);

/// Whether the verdict is `waived` or `known`.
bool is_accepted(Verdict verdict);

/// Whether `one` is worse than `other`.
bool is_worse(Verdict one, Verdict other);

}  // namespace abi
