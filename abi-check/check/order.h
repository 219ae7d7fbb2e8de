// Brings a record into the byte order of the spec, so that both count bits from the same end.
//
//     u32 type : 4 is the first field:   little-endian   bits 0 to 3 of the word     byte 0, the low half
//                                        big-endian      bits 28 to 31 of the word   byte 0, the high half
//
// Compilers allocate bit-fields from the low end on little-endian machines and from the high end on big-endian ones,
// and readers count in that order. So the first field has bit 0 for each of them, although the two use other bits.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "check/compare.h"
#include "model/layout.h"
#include "model/order_names.h"

namespace abi {

/// What decides how the bytes of a layer's records are compared with the spec's.
struct Orders {
    ByteOrder spec = ByteOrder::little;  // of the spec, where a field has none of its own
    ByteOrder own = ByteOrder::little;   // of the layer's machine
    OrderTypes types{};                  // the user's names of types that state an order
};

/// Returns `actual` as a reader of the spec's byte order would see it.
/// - On a machine of the other order, both sides exchange numbers of their own order. So a bit-field has the bits that
///   it has in the value of its word: the storage unit of the spec's bit-fields there, without the bytes of other
///   fields. If the spec states the order for the field or its record, or if the name of another field's type states
///   it, these are the bytes in memory: then a bit-field has the bits of its bytes, unless a bit-field of its word
///   crosses a byte.
/// - A bit-field that states the other order on a machine of the spec's order has the bits of the bytes that it uses.
/// - A type whose name states an order is a number: `U32<BigEndian>`, or a structure called be32_t.
/// - `byte_order` of a field stays only if it is not the spec's. A field that states none has the machine's; if the
///   spec as a whole has another one, that is one finding for all fields (see check_byte_order), so the field then has
///   none, unless other fields of its record state theirs.
Record in_order_of(const Orders& orders, const Record& expected, const Record& actual);

/// The byte order that the source states for a field: by an attribute, which changes the bytes, or by the name of its
/// type. Nothing: the field has the machine's order, whatever the program makes of it.
std::optional<ByteOrder> stated_order(const Field& field, const OrderTypes& types);

/// Finds the field of the spec that a field of the layout means. The record must outlive it.
class MeantFields {
  public:
    explicit MeantFields(const Record& expected);

    /// The field of the same name, also behind scopes ("Base::size" means "size"), else the first one at the same
    /// offset. Null if there is none.
    const Field* of(const Field& field) const;

  private:
    std::unordered_map<std::string_view, const Field*> named_;
    std::unordered_map<std::uint64_t, const Field*> at_bits_;
};

/// Whether the order of the bytes matters to a field: its scalar, or the bits of a bit-field, are in more than one
/// byte.
bool has_byte_order(const Field& field);

/// If bit-fields at equal offsets lie at other bits of their word, because their byte orders differ: tells the bits of
/// the word instead of the offsets. `seen` is the layout's own record, before in_order_of.
void tell_bits_of_word(Difference& difference, const Record& expected, const Record& seen);

}  // namespace abi
