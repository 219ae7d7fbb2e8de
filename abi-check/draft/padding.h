// Padding that only the compiler knew, as fields.
#pragma once

#include <set>
#include <string>

#include "model/layout.h"

namespace abi {

/// Inserts fields `_pad0`, `_pad1`… of role padding where no field has a bit, so that the record has no implicit
/// padding left. In a union one of them covers all of it. `names` are those that the record has; new ones are added.
void declare_padding(Record& record, std::set<std::string>& names);

/// The next of `_pad0`, `_pad1`… that is not in `names`; it is then.
std::string next_pad_name(std::set<std::string>& names);

}  // namespace abi
