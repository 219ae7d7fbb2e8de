// Two enumerations of the spec are two types, although a field of either holds the same bytes.
#pragma once

#include <vector>

#include "check/compare.h"
#include "model/layout.h"

namespace abi {

/// Adds a difference of kind for each field that the spec declares as one of its enumerations and the layer as another
/// one of them. An integer in its place is none, and neither is an enumeration that the spec does not have.
void compare_enum_types(const Layout& spec, const Record& expected, const Record& actual,
                        std::vector<Difference>& differences);

}  // namespace abi
