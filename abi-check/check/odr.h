// Two units of one layer that define one name differently (abi-odr).
#pragma once

#include <string>
#include <vector>

#include "check/answer.h"
#include "check/compare.h"
#include "model/finding.h"

namespace abi {

/// What differs between two definitions of one record. A program may define it in two forms, if every byte has the same
/// meaning in both. Raw memory has not the meaning of a nested record.
std::vector<Difference> differences_of_definitions(const Record& first, const Record& other);

/// "is defined twice, with different layouts: its size is 16 bytes in a.c (with -DX) and 24 bytes in b.c (without
/// -DX)". "" if the layouts are equal. `first` and `other` have the same name.
std::string two_definitions(const Record& first, const Record& other);

/// Adds a finding for each other definition of the record that differs from the one in the layout.
void check_odr(const std::string& record, const WitnessAnswer& witness, std::vector<Finding>& findings);

}  // namespace abi
