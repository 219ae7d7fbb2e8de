// A record cut into the pieces that a language can declare, in order, without gaps.
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
        field,   // one field that is no bit-field and shares nothing
        bits,    // bit-fields that fill whole bytes together
        shared,  // fields of which some have bytes in common, or all members of a union
        tail,    // a flexible tail behind everything
    } what{};
    std::uint64_t begin_bits = 0;
    std::uint64_t end_bits = 0;
    std::vector<const Field*> fields;  // by offset
};

/// The pieces of a record whose bytes are all in a field. A union is one shared piece. The end of a shared piece is
/// such that a union of its fields, aligned as they are, is not longer than it.
std::vector<Piece> pieces_of(const Layout& spec, const Record& record);

/// The bytes of a run of bit-fields as integers of 1 to 8 bytes, each aligned by itself, that no bit-field leaves;
/// where there is none, the piece has some other size and is raw bytes. `most_bytes` limits the integers.
std::vector<Piece> units_of(const Piece& bits, std::uint64_t most_bytes);

/// The alignment in bytes that a type has by itself in the spec's eyes: its width, at most 16.
std::uint64_t alignment_of(const Layout& spec, const Type& type);

/// The least alignment in bytes that compilers of any language give a record with these fields and no word about
/// alignment, on any target: a 64-bit number is aligned to 4 on some.
std::uint64_t least_alignment_of(const Layout& spec, const Record& record);

/// All records, each behind those that it holds.
std::vector<const Record*> in_order(const Layout& spec);

/// Does the record hold, at any depth, one that `is` says yes to, or is it one itself?
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
