// Cuts a record into pieces that a language can declare one after another, without gaps.
//
//     kind: u32 | a: u32:5, b: u32:27 | c: u16 and d: bytes[2], which share bytes | data: u8[]
//     field       bits                  shared                                      tail
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi::gen {

struct Piece {
    enum class What {
        field,   // a field without shared bytes that is not a bit-field
        bits,    // a run of bit-fields that fills whole bytes
        shared,  // fields that overlap, or all members of a union
        tail,    // a flexible array member at the end of the record
    } what{};
    std::uint64_t begin_bits = 0;
    std::uint64_t end_bits = 0;
    std::vector<const Field*> fields;  // by offset
};

/// Returns the pieces of a record. Each byte of the record must belong to a field. A union is one shared piece.
/// A shared piece ends where a union of its fields would end, so it includes the bytes up to the union's alignment.
std::vector<Piece> pieces_of(const Layout& spec, const Record& record);

/// Splits a run of bit-fields into aligned integers of 1, 2, 4 or 8 bytes, at most `most_bytes`, such that no bit-field
/// crosses two of them. Bytes that cannot be split so are one piece of another size.
std::vector<Piece> units_of(const Piece& bits, std::uint64_t most_bytes);

/// The first bit behind a field, in its record.
std::uint64_t end_of(const Field& field);

/// The alignment in bytes of one element: that of the record, or else the width of the element, at most 16.
std::uint64_t alignment_of(const Layout& spec, const Type& type);

/// The least alignment in bytes of a record with these fields, over all targets and languages, if its declaration
/// states none. Example: 4 for a record of one u64, since some 32-bit targets align it to 4.
std::uint64_t least_alignment_of(const Layout& spec, const Record& record);

/// All records. Each comes after the records of its fields.
std::vector<const Record*> in_order(const Layout& spec);

/// Does `is` return true for the record or for one nested in it, at any depth?
template <typename Predicate>
bool any_within(const Layout& spec, const Record& record, const Predicate& is) {
    if (is(record)) return true;
    for (const auto& field : record.fields) {
        const Record* inner = field.type.kind == Kind::record ? find_record(spec, field.type.name) : nullptr;
        if (inner != nullptr && any_within(spec, *inner, is)) return true;
    }
    return false;
}

}  // namespace abi::gen
