// Groups the findings that a report shows as one.
//
//     offset of arg on riscv64   ─┐
//     offset of arg on x86_64     ├─► `_pad` (u32) is missing after `kind`: arg 8 → 4, … (riscv64, x86_64)
//     size of CmdPacket, on both ─┘
//
// Each finding is in exactly one group.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"

namespace abi {

/// Findings that differ only in their target, or that follow from one cause in one layer.
struct Group {
    const Finding* lead = nullptr;     // its place, rule and remedy are shown
    Level level = Level::note;         // the worst of the findings
    std::vector<const Finding*> all;   // at least one; by target, then in the order of the findings
    std::vector<std::string> targets;  // without repetition, in the order of the comparison; empty: they name none
    bool every_target = false;         // all targets of the comparison, so reports name none

    /// The sentence that a report shows.
    const std::string& message() const { return lead->cause.empty() ? lead->message : lead->cause; }

    /// The findings, without those that differ from an earlier one in their target alone.
    std::vector<const Finding*> differences() const;

    /// All findings: a list for each of differences(), with those that say the same of their targets.
    std::vector<std::vector<const Finding*>> by_difference() const;
};

/// Whether two findings of one group say the same of two targets.
bool is_same_but_target(const Finding& a, const Finding& b);

/// What is not accepted first, then worst first, then by record and place in it. The findings must outlive the result.
std::vector<Group> group_findings(const Comparison& comparison);

}  // namespace abi
