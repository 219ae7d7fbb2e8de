// The declarations of one BTF section.
#pragma once

#include <string>
#include <vector>

#include "read/btf/types.h"
#include "read/unit_layout.h"

namespace abi::btf {

/// Returns the records, enumerations and constants in `names`, or all if `names` is empty, and those that they hold.
/// Names: see read/layout_names.h. A record without a name has the name of its typedef, else of its field
/// ("Outer::field"). Alignments and places are unknown. If the nameless members of a record expand into far more fields
/// than the section has, its fields are unknown.
UnitLayout read_declarations(const Image& image, const std::vector<std::string>& names);

}  // namespace abi::btf
