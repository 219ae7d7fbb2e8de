// Records of the spec that a layer does not declare under their names.
#pragma once

#include <string>

#include "check/answer.h"
#include "model/name_index.h"

namespace abi {

/// Why a record that was asked for is missing: the layer does not declare it, the fields of the record that holds it
/// are not known, or a file could not be read. `seen`: the records of the answer. `declared`: a declaration without a
/// definition, or null.
Finding absent(const RecordIndex& spec, const Record& expected, const Record* declared, const WitnessAnswer& answer,
               const RecordIndex& seen);

/// The record of the layer that holds the fields of `name` side by side, where the spec nests that record; null if
/// there is none. The bytes of `name` are then compared as a part of that record.
const Record* holder_of(const RecordIndex& spec, const std::string& name, const WitnessAnswer& combined,
                        const RecordIndex& seen);

/// Where the bytes of such a record are compared, in words; or that the layer's holder, which grows at its end, does
/// not reach them.
std::string holder_text(const RecordIndex& spec, const std::string& name, const Record& holder);

}  // namespace abi
