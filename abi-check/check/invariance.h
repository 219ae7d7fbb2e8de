// Checks that a declaration has the same layout on all targets.
#pragma once

#include <span>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"
#include "model/run.h"

namespace abi {

/// The layouts of each record of the spec in each layer, grouped by the targets that have the same. Only targets on
/// which the size of the record is known count.
std::vector<RecordForms> forms_of(const Layout& spec, std::span<const WitnessAnswer> answers);

/// One finding (abi-target-dependent) for each layer and record whose layout differs between the targets on which it
/// was read. Its message groups the targets that have the same layout.
std::vector<Finding> check_invariance(const Layout& spec, std::span<const RecordForms> forms);

}  // namespace abi
