// What DWARF leaves out: natural alignments, and from them whether a record was packed.
#pragma once

#include <cstdint>

#include "read/dwarf_members.h"

namespace abi {

/// In bytes; 1 where it is not known, and of a packed record.
std::uint64_t natural_alignment(DwarfTypes& types, const DwarfType& type, Effort& effort);

/// A field lies on a lesser alignment than its type has, or the size is no multiple of the greatest: only packing does
/// that. A packed record whose fields happen to lie well looks like any other.
bool looks_packed(DwarfTypes& types, DieRef record, Effort& effort);

}  // namespace abi
