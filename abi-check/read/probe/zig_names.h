// Names for Zig's types without a name.
#pragma once

#include "read/probe/section.h"

namespace abi::probe {

/// Zig numbers the types that have no name of their own, and the number depends on the target and on all other sources:
///
///     pub const R = extern struct { arg: extern union { a: u8, b: u16 } };
///     the union is "l.R__union_312", or "l.R.R__union_909" in Zig 0.13; here it is "l.R.arg"
///
/// So a type that a field declares gets the name of the record and of the field. Any other type, such as one that a
/// declaration chooses by an `if`, loses its number, unless two types would then have one name.
void name_by_fields(Answers& answers);

}  // namespace abi::probe
