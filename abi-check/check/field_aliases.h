// The aliases of a layer that are about fields, not about records or constants.
//
//     "input_event.time.tv_sec": "input_event.tv_sec"     one record
//     "time.tv_sec": "tv_sec"                             every record that has such a field
//     "iso.gsi_low": "gsi", "iso.gsi_high": "gsi"         several fields of the layer, one field of the spec
#pragma once

#include <map>
#include <string>

#include "check/answer.h"

namespace abi {

/// The aliases of fields of one record: the layer's path of the field -> the spec's name of it.
std::map<std::string, std::string> field_aliases(const WitnessAnswer& answer, const Record& expected);

}  // namespace abi
