// Compares two declarations of one record. Pure and total: it cannot fail, and it does no I/O.
//
//     expected ─┐
//               ├─► differences ─► conform (against the spec) or diff (against an older revision)
//       actual ─┘
//
// Fields meet by name; those left over meet by place, when offset, width and kind agree. Padding is
// compared by the bytes it covers, not by how many fields were used to write it.
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

/// In the order of the expected fields; then what only the actual record has. The pointers live as
/// long as both records.
std::vector<Difference> compare_records(const Record& expected, const Record& actual);

/// Memory that nobody may use yet, so its type says nothing.
bool is_filler(const Field& field);

/// The alignment in bytes that a scalar of this width has on the targets we know: its size, at most 16.
std::uint64_t natural_alignment_bytes(const Type& type);

}  // namespace abi
