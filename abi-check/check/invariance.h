// One declaration, all targets: does it mean the same bytes everywhere?
#pragma once

#include <span>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"

namespace abi {

/// One finding (abi-target-dependent) per layer and record whose layout is not the same on all targets
/// on which it was read; it names the targets that agree with each other together.
std::vector<Finding> check_invariance(const Layout& spec, std::span<const WitnessAnswer> answers);

}  // namespace abi
