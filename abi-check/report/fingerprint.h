// The id of a finding stays the same from run to run. It contains no line number, so edits do not change it.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"
#include "report/group.h"

namespace abi {

/// 16 hexadecimal digits (XXH3 of the finding's key) for each finding, in their order. Should two findings
/// of one report share a key, the later ones get "-2", "-3"...: a fingerprint is unique in its report.
std::vector<std::string> fingerprints(const std::vector<Finding>& findings);

/// The same for groups, from the key of the leading finding without its target: a group names its targets, and it stays
/// the same one if it no longer holds on some of them.
std::vector<std::string> fingerprints(const std::vector<Group>& groups);

/// The same for any keys.
std::vector<std::string> fingerprints(const std::vector<std::string>& keys);

}  // namespace abi
