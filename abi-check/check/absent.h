// Records of the spec that a layer does not declare under their names.
#pragma once

#include <string>

#include "check/answer.h"

namespace abi {

/// Why a record that was asked for is missing: the layer does not declare it, the fields of the record that holds it
/// are not known, or a file could not be read. `declared`: a declaration without a definition, or null.
Finding absent(const Layout& spec, const Record& expected, const Record* declared, const WitnessAnswer& answer);

/// The record of the layer that holds the fields of `name` side by side, where the spec nests that record; null if
/// there is none. The bytes of `name` are then compared as a part of that record.
const Record* holder_of(const Layout& spec, const std::string& name, const WitnessAnswer& combined);

}  // namespace abi
