// What DWARF leaves out: whether a record was packed.
#pragma once

#include "read/dwarf/shape.h"

namespace abi::dwarf {

/// Returns true if a field lies on a smaller alignment than its type has, or if the size is not a multiple of the
/// greatest alignment of a field. Returns false for a packed record whose fields happen to be aligned.
bool looks_packed(RecordShapes& shapes, const RecordShape& record);

}  // namespace abi::dwarf
