// Turns implicit padding into fields.
#pragma once

#include <set>
#include <string>

#include "model/layout.h"

namespace abi {

/// Inserts fields `_pad0`, `_pad1`… of role padding for all bits that no field covers. In a union with such bits one
/// padding field covers the whole union. `names` holds the names of the record's fields; the new ones are added.
void declare_padding(Record& record, std::set<std::string>& names);

/// Returns the first of `_pad0`, `_pad1`… that is not in `names`, and adds it to `names`.
std::string next_pad_name(std::set<std::string>& names);

}  // namespace abi
