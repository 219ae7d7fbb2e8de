// "did you mean …": finds the known name that is nearest to an unknown one.
#pragma once

#include <string>
#include <vector>

namespace abi {

/// `, did you mean "size"?` if a candidate is at most two edits away from `name`, else "". Takes the nearest candidate,
/// and the first of equally near ones.
std::string did_you_mean(const std::string& name, const std::vector<std::string>& candidates);

}  // namespace abi
