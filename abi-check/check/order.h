// Brings a record into the byte order of the spec, so that both count bits from the same end.
//
//     u32 type : 4 is the first field:   little-endian   bits 0 to 3 of the word     byte 0, the low half
//                                        big-endian      bits 28 to 31 of the word   byte 0, the high half
//
// Compilers allocate bit-fields from the low end on little-endian machines and from the high end on big-endian ones,
// and readers count in that order. So the first field has bit 0 for each of them, although the two use other bits.
#pragma once

#include "check/compare.h"
#include "model/layout.h"

namespace abi {

/// Returns `actual` as a reader of the spec's byte order would see it.
/// - On a machine of the other order, both sides exchange numbers of their own order. So a bit-field has the bits that
/// it
///   has in the value of its word: the storage unit of the spec's bit-fields there, without the bytes of other fields.
/// - A bit-field that states the other order on a machine of the spec's order has the bits of the bytes that it uses.
/// - `byte_order` of a field stays only if the field states it and it is not the spec's.
/// `own`: the byte order of the layout of `actual`.
Record in_order_of(ByteOrder spec, const Record& expected, const Record& actual, ByteOrder own);

/// Whether every field of the record that has a byte order states this one. False if no field states one.
bool states_order(const Record& record, ByteOrder order);

/// Whether the order of the bytes matters to a field: its scalar, or the bits of a bit-field, are in more than one
/// byte.
bool has_byte_order(const Field& field);

/// If bit-fields at equal offsets lie at other bits of their word, because their byte orders differ: tells the bits of
/// the word instead of the offsets. `seen` is the layout's own record, before in_order_of.
void tell_bits_of_word(Difference& difference, const Record& expected, const Record& seen);

}  // namespace abi
