// Two units of one layer that define one name differently (abi-odr).
#pragma once

#include <string>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"

namespace abi {

/// "is defined twice, with different layouts: its size is 16 bytes in a.c (with -DX) and 24 bytes in b.c (without
/// -DX)". "" if the layouts are equal. `first` and `other` have the same name.
std::string two_definitions(const Record& first, const Record& other);

/// Adds a finding for each other definition of the record that differs from the one in the layout.
void check_odr(const std::string& record, const WitnessAnswer& witness, std::vector<Finding>& findings);

}  // namespace abi
