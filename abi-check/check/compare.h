// Compares two declarations of one record. It cannot fail, and it does no I/O.
//
//     expected ─┐
//               ├─► differences ─► conform (against the spec) or diff (against an older revision)
//       actual ─┘
//
// Fields are paired by name. The remaining ones are paired by place, if offset, width and kind are equal. Padding is
// compared by the bytes that it covers: `u32 _pad` equals `u8 fill[4]`.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"

namespace abi {

struct Difference {
    Rule rule{};
    std::string field;     // empty: the record itself
    std::string expected;  // "64 bits", "offset 8", "u32 at offset 4"
    std::string actual;
    const Field* expected_field = nullptr;
    const Field* actual_field = nullptr;
};

/// All differences: first in the order of the expected fields, then the fields that only the actual record has. The
/// pointers are valid as long as both records.
std::vector<Difference> compare_records(const Record& expected, const Record& actual);

/// Whether a field is padding or reserved. Its type then has no meaning.
bool is_filler(const Field& field);

/// The alignment in bytes that a scalar of this width has on all known targets: its size, at most 16.
std::uint64_t natural_alignment_bytes(const Type& type);

}  // namespace abi
