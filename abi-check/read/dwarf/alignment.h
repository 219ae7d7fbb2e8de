// What DWARF leaves out: natural alignments, and from them whether a record was packed.
#pragma once

#include <cstdint>

#include "read/dwarf/members.h"

namespace abi::dwarf {

/// In bytes; 1 where it is not known, and of a packed record.
std::uint64_t natural_alignment(Types& types, const Type& type, Effort& effort);

/// A field lies on a lesser alignment than its type has, or the size is no multiple of the greatest: only packing does
/// that. A packed record whose fields happen to lie well looks like any other.
bool looks_packed(Types& types, DieRef record, Effort& effort);

}  // namespace abi::dwarf
