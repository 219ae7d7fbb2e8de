// Explains the differences between two declarations of a record by the edits that made them.
//
//     expected: kind u32  _pad u32  arg u64  id u64         differences: offset of arg, offset of id, size
//     actual:   kind u32            arg u64  id u64         edit: `_pad` (u32) is missing after `kind`: arg 8 → 4,
//                                                                 id 16 → 8, 20 bytes instead of 24
//
// The fields that both records have are followed in order. Where the distance between their two offsets changes, the
// declarations differ: a field is missing, is inserted, has another width, lies elsewhere, or the padding is another.
// All differences up to the next such place follow from it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "check/compare.h"

namespace abi {

/// One edit of a declaration. What no edit explains, or what nothing follows from, stays a difference by itself.
struct Edit {
    std::string sentence;  // "Packet: `_pad` (u32) is missing after `kind`: arg 8 → 4, id 16 → 8"
    std::vector<std::size_t>
        follows;  // indices of the differences, by place in the record; padding that is not declared last
};

/// How a field that only one record has is called.
struct EditWords {
    std::string_view missing = "missing";
    std::string_view inserted = "inserted";
};

/// `differences` are those of compare_records, in any order. Each one follows from at most one edit. Offsets in
/// sentences are in bytes; those of bit-fields have the bit behind a point: "flag 4.3 → 4".
std::vector<Edit> find_edits(const Record& expected, const Record& actual, std::span<const Difference> differences,
                             const EditWords& words = {});

}  // namespace abi
