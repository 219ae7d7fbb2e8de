// A baseline: the findings that a team had when it began to use the tool. They are shown as known and do not fail the
// gate; a new finding does.
//
//     findings of a first run ─► baseline_of ─► specfile/baseline.h writes them
//     the file ─► specfile/baseline.h reads them ─► apply_baseline ─► Finding::known, Verdict::known
#pragma once

#include <optional>
#include <vector>

#include "model/finding.h"

namespace abi {

/// Whether a baseline may hold findings of this rule. It may not hold what could not be read or was answered for
/// another target, because that is not an old difference but an unknown one; nor findings about waivers and about the
/// baseline.
bool fits_baseline(Rule rule);

/// The findings that a new baseline holds: all errors and warnings that no waiver covers and that it may hold. Sorted
/// by key.
std::vector<Finding> baseline_of(const Comparison& comparison);

/// Marks each finding that `entries` holds as known. An entry holds a finding if the keys, what was expected, what was
/// found and the messages are equal; it holds one finding only. So a difference that became another one is new; it then
/// refers to the old one. Adds a finding of abi-baseline-gone with `gone_level` for each entry that is left; adds none
/// without a level. Sets the verdicts again, and sorts the findings. `comparison.baseline` is the path of the baseline.
/// Applying the same baseline again changes nothing but adds the findings of abi-baseline-gone a second time.
void apply_baseline(Comparison& comparison, const std::vector<Finding>& entries, std::optional<Level> gone_level);

}  // namespace abi
