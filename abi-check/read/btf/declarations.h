// What one BTF section declares.
#pragma once

#include <string>
#include <vector>

#include "read/btf/types.h"
#include "read/unit_layout.h"

namespace abi::btf {

/// Records, enumerations and constants that are among `names`; all if there is none; and those that they hold. Named
/// as the clang reader names them: a nameless record by its typedef, else by the field that it is the type of
/// ("Outer::field"). Alignments and places are not known. A record whose nameless members unfold into far
/// more fields than the section has is blind.
UnitLayout read_declarations(const Image& image, const std::vector<std::string>& names);

}  // namespace abi::btf
