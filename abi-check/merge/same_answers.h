// Whether reports can be joined: they have one spec and one baseline, and do not contradict each other.
#pragma once

#include <vector>

#include "merge/join.h"
#include "model/problem.h"

namespace abi {

/// A problem for each report that does not fit those before it.
std::vector<Problem> contradictions(const std::vector<Part>& parts);

/// Whether the layer was checked on the target.
bool has_checked(const Run& run, const std::string& layer, const std::string& target);

}  // namespace abi
