// The end of a run of the gate, which is also the end of a merge of several runs.
//
//     answers ─► compare_answers ─┐
//     reports ─► join (merge/) ───┴─► settle (waive.h) ─► finish ─► apply_baseline (baseline.h)
#pragma once

#include <optional>
#include <string>

#include "model/finding.h"
#include "model/run.h"

namespace abi {

/// Whether --layer or --target left out a layer on a target.
bool is_partial(const Run& run);

/// The remark of a report on a partial run.
const std::string& partial_remark();

/// Notes in `comparison` that the run is partial or incomplete. A waiver that covers nothing is no finding of a partial
/// run, because it may be for what was left out.
void finish(const Run& run, Comparison& comparison);

/// Counts what the compilers made of the errors (--prove). An error that nobody was asked about is not provable; it
/// gets the reason.
Proofs count_proofs(std::vector<Finding>& findings);

/// The level of findings about entries of the baseline that are gone. None if the findings may be in a part that was
/// not checked.
std::optional<Level> gone_level(const Run& run);

}  // namespace abi
