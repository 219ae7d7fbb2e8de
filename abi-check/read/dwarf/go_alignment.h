// The alignments of Go's types. Go writes none into its debug information, but the language fixes them: a struct has
// the greatest alignment of its fields (Go specification, "Size and alignment guarantees"), and no declaration can
// change that.
#pragma once

#include <cstdint>
#include <optional>

#include "read/dwarf/shape.h"

namespace abi::dwarf {

/// Whether Go's own compiler wrote the unit. Others (gccgo, TinyGo) align numbers as C does.
bool is_of_go_compiler(const Unit& unit);

/// Returns the alignment of a struct in bytes. Returns nothing if a type in it is not known, or if the struct does not
/// lie as Go's compiler would lay it out.
std::optional<std::uint64_t> go_alignment(RecordShapes& shapes, DieRef record);

}  // namespace abi::dwarf
