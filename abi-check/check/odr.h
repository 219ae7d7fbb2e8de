// Two units of one layer that define one name differently (abi-odr), and types of one name that are not one definition.
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

/// The other definitions of this name that are types of their own, because they or the record in the layout are local
/// to a unit. abi-odr does not compare them; each of them is what the layer calls by this name.
std::vector<const Record*> types_of_same_name(const std::string& record, const WitnessAnswer& witness);

/// Adds a finding for each other definition of the record that differs from the one in the layout and is not a type of
/// its own. If the layer has several names that mean the record, such as `core::P` and `gui::P`, the findings name
/// them.
void check_odr(const std::string& record, const WitnessAnswer& witness, std::vector<Finding>& findings);

}  // namespace abi
