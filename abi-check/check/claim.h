// Findings as claims that a compiler can judge (model/claim.h). Pure functions; a finding that no assertion states has
// no claim.
#pragma once

#include <optional>
#include <string>

#include "check/compare.h"
#include "model/claim.h"

namespace abi {

/// The claim of a difference between a record of the spec and the layer's. Bit-fields have no claim: C has no offset
/// and no size of them. Neither has a field whose name the compiler does not know.
std::optional<Claim> claim_of(const Difference& difference, const Record& expected, const Record& actual);

/// That a record or a constant of the spec is not declared.
Claim claim_of_missing(Claim::What what, const std::string& name);

/// That a constant or enumerator has another value. Nothing if one of the values has more than 64 bits.
std::optional<Claim> claim_of_value(const std::string& name, const Integer& expected, const Integer& actual);

/// That the integer of an enumeration has another width or sign.
std::optional<Claim> claim_of_enum(const Enum& expected, const Enum& actual);

}  // namespace abi
