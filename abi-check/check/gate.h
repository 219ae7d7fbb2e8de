// The gate without its input and output: compares the answers of all layers with the spec.
//
//     spec, answers ─► compare_answers ─► settle (waive.h) ─► has_unread, checked_nothing
#pragma once

#include <span>
#include <vector>

#include "check/stale.h"
#include "check/witnesses.h"
#include "model/finding.h"
#include "model/run.h"

namespace abi {

/// Adds to `comparison` the findings and cells of all answers. `comparison` holds the spec, the layers and the targets.
/// The cells are in the order of record, layer and target there. Returns the layouts of all records by their targets.
std::vector<RecordForms> compare_answers(const AllAnswers& answers, const Digests& digests, Comparison& comparison);

/// Puts the cells into the order of record, layer and target in `comparison`. It has the records of all cells.
void sort_cells(Comparison& comparison);

/// The findings that compare targets with each other.
std::vector<Finding> findings_across_targets(const Layout& spec, std::span<const RecordForms> forms);

/// Whether a layer could not be read on some target and no waiver covers that. The comparison is then incomplete, which
/// is worse than a finding.
bool has_unread(const Comparison& comparison, std::span<const WitnessAnswers> answers);

/// Whether no record and no constant could be compared on any target.
bool checked_nothing(const Comparison& comparison, std::span<const WitnessAnswers> answers);

}  // namespace abi
