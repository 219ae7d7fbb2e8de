// Checks that a declaration has the same layout on all targets.
#pragma once

#include <span>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"

namespace abi {

/// One finding (abi-target-dependent) for each layer and record whose layout differs between the targets on which it
/// was read. Its message groups the targets that have the same layout.
std::vector<Finding> check_invariance(const Layout& spec, std::span<const WitnessAnswer> answers);

}  // namespace abi
