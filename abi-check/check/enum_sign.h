// The sign of an enumeration that no source states.
//
//     C:    enum kind { FIRST, SECOND };                clang and GCC choose unsigned, MSVC chooses int
//     Zig:  const Kind = enum(i32) { first, second };   signed
//     Rust: kind: c_int                                 signed
//
// C lets the compiler choose the integer type (C11 6.7.2.2). So no source states the sign of C's enumeration, and
// all values that both sides name have the same bytes with either sign. A sign that both sources state is compared.
#pragma once

#include "model/layout.h"

namespace abi {

/// Gives the fields of `second` the sign that the field of `first` with the same name or, without one, the same place
/// has, if one holds an enumeration that leaves its integer to the compiler, the other one an enumeration or an integer
/// of this width, and each value fits with either sign. `second`: a record in the names of the first side, as its
/// fields' enumerations are. `enums`: those of the second side, in these names, too.
void share_open_signs(const Record& first, const Layout& of_first, Record& second, const std::vector<Enum>& enums);

}  // namespace abi
