// The names that bindgen gives to what Rust cannot declare as C does (rust-bindgen, codegen of structs and bit-fields):
//
//     struct { u8 vector; u16 mode : 3, mask : 6; }
//                      └─► _bitfield_align_1: [u8; 0], _bitfield_1: __BindgenBitfieldUnit<[u8; 2]>
#pragma once

#include <string_view>

#include "model/layout.h"

namespace abi {

/// Whether a field holds the bytes of a run of bit-fields: "_bitfield_1".
bool is_bit_unit(std::string_view field_name);

/// Whether a field only aligns the bit-fields behind it and has no bytes: "_bitfield_align_1".
bool is_bit_alignment(std::string_view field_name);

/// The type of a field that holds bit-fields: raw memory, because the field does not tell which bits mean what.
/// Returns false, and changes nothing, for another type: a record with a name, or a part of a byte.
bool make_raw(Type& type);

}  // namespace abi
