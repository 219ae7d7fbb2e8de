// A number, or raw memory, on one side and bit-fields on the other that have exactly its bits.
//
//     expected: flags: u32        actual: packed struct(u32) { read: bool, write: bool, rest: u30 }
//     expected: kind: u16:3, mask: u16:6      actual: _bitfield_1: bytes[2], as bindgen declares bit-fields
#pragma once

#include <cstddef>
#include <vector>

#include "model/layout.h"

namespace abi {

struct BitWord {
    std::size_t word = 0;           // index of the number in the fields of its record
    std::vector<std::size_t> bits;  // indices of the bit-fields in the fields of the other record
};

/// The words of `record` whose bits are bit-fields in `other`. Only fields that are `open` count: those that have no
/// partner by name or place. Raw memory begins in the byte of a bit-field and holds whole bit-fields only; padding may
/// follow within it, because the last byte of a run has padding bits, too.
std::vector<BitWord> find_bit_words(const Record& record, const std::vector<bool>& open, const Record& other,
                                    const std::vector<bool>& other_open);

}  // namespace abi
