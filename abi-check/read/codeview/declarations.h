// The declarations of one object or PDB.
#pragma once

#include <string>
#include <vector>

#include "read/codeview/image.h"
#include "read/unit_layout.h"

namespace abi::codeview {

/// Returns the records, enumerations and constants in `names`, or all if `names` is empty, and those that they hold.
/// Names: see read/layout_names.h. A record without a name has the name of its typedef, else of its field
/// ("Outer::field"). Alignments are unknown. A field
/// has the place of its record. What the bodies of functions declare is local.
UnitLayout read_declarations(const Image& image, const std::vector<std::string>& names, const std::string& root);

}  // namespace abi::codeview
