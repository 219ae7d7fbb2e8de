// Static assertions of the sources that do not hold.
//
// A compiler that meets one goes on, so the layouts are compared all the same. If a record differs from the spec and an
// assertion about that record fails, both have one cause: the finding about the record names the assertion first.
#pragma once

#include <span>
#include <vector>

#include "check/answer.h"

namespace abi {

/// Adds a finding for each assertion that fails.
void check_assertions(const WitnessAnswer& witness, std::vector<Finding>& findings);

/// Gives an assertion the cause of the first difference of a record or a value that its condition names. The
/// findings are those of one layer on one target, and `witnesses` are its answers.
void follow_assertions(std::span<const WitnessAnswer> witnesses, std::vector<Finding>& findings);

}  // namespace abi
