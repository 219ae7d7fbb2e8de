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

/// Writes into `comparison` whether the run is partial or incomplete. A partial run has no findings about waivers that
/// cover nothing: such a waiver may be for a part that was left out.
void finish(const Run& run, Comparison& comparison);

/// Counts how the compilers judged the errors (--prove). If no compiler was asked about an error, the error is not
/// provable, and this function adds the reason.
Proofs count_proofs(std::vector<Finding>& findings);

/// The level of findings about entries of the baseline that are gone. None if the findings may be in a part that was
/// not checked.
std::optional<Level> gone_level(const Run& run);

}  // namespace abi
