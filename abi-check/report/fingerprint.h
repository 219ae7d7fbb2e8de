// What a finding is called from run to run: no line number is in it, so it survives edits.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"

namespace abi {

/// 16 hexadecimal digits (XXH3 of the finding's key) for each finding, in their order. Should two findings
/// of one report share a key, the later ones get "-2", "-3"...: a fingerprint is unique in its report.
std::vector<std::string> fingerprints(const std::vector<Finding>& findings);

}  // namespace abi
