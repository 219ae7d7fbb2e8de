// "did you mean …": the candidate nearest to a name that nobody knows.
#pragma once

#include <string>
#include <vector>

namespace abi {

/// `, did you mean "size"?` when a candidate is at most two edits away from `name`, else empty. Of
/// several the nearest, then the first.
std::string did_you_mean(const std::string& name, const std::vector<std::string>& candidates);

}  // namespace abi
