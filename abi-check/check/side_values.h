// Compares the constants, enumerations and typedefs of two sides.
#pragma once

#include <string>
#include <vector>

#include "check/pairing.h"
#include "check/sides.h"
#include "model/finding.h"

namespace abi {

/// The findings on one target. Values of one name that have the same bits are equal: -1 as `int` and 0xffffffff as
/// `u32`. Enumerators of paired enumerations meet as pair_enumerators.h describes. Typedefs meet by name; their width,
/// sign and kind are compared.
std::vector<Finding> compare_values(const Side& first, const WitnessAnswer& a, const WitnessAnswer& b,
                                    const Pairing& pairing);

}  // namespace abi
