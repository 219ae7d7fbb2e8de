// A number on one side and bit-fields on the other that have exactly its bits: a word of flags.
//
//     expected: flags: u32        actual: packed struct(u32) { read: bool, write: bool, rest: u30 }
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
/// partner by name or place.
std::vector<BitWord> find_bit_words(const Record& record, const std::vector<bool>& open, const Record& other,
                                    const std::vector<bool>& other_open);

}  // namespace abi
