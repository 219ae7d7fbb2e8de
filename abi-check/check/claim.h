// Findings as claims that a compiler can judge (model/claim.h). Pure functions; a finding that no assertion states has
// no claim.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "check/compare.h"
#include "model/claim.h"

namespace abi {

/// The claim of a difference between a record of the spec and the layer's. Bit-fields have no claim: C has no offset
/// and no size of them. Neither has a field whose name the compiler does not know.
std::optional<Claim> claim_of(const Difference& difference, const Record& expected, const Record& actual);

/// That a record of the spec is not declared.
Claim claim_of_missing_record(const std::string& name);

/// That a constant or enumerator of the spec is not declared.
Claim claim_of_missing(const NamedValue& value);

/// That a constant or enumerator has another value. Nothing if one of the values has more than 64 bits.
std::optional<Claim> claim_of_value(const NamedValue& expected, const Integer& actual);

/// That the integer of an enumeration has another width or sign.
std::optional<Claim> claim_of_enum(const Enum& expected, const Enum& actual);

/// Gives the fields in the claims of these findings the names that the layer has for them. `aliases`: the layer's path
/// of a field -> the spec's name (field_aliases.h).
void use_own_names(const std::map<std::string, std::string>& aliases, std::span<Finding> findings);

}  // namespace abi
