// Compares two declarations of one record. It cannot fail, and it does no I/O.
//
//     expected ─┐
//               ├─► differences ─► conform (against the spec) or diff (against an older revision)
//       actual ─┘
//
// Fields are paired by name. The remaining ones are paired by place, if offset, width and kind are equal. Padding is
// compared by the bytes that it covers: `u32 _pad` equals `u8 fill[4]`. So are reserved fields (spare.h). Where the
// bytes are the same and their declarations are not, the difference is abi-form: a word of flags and its bit-fields
// (bit_words.h), `bytes[8]` over a record. leaves.h brings nested and flat records to one form first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"

namespace abi {

/// One difference between two declarations of a record.
struct Difference {
    Rule rule{};
    std::string field;     // empty: the record itself
    std::string expected;  // "64 bits", "offset 8", "u32 at offset 4"
    std::string actual;
    const Field* expected_field = nullptr;
    const Field* actual_field = nullptr;
};

/// All differences: first in the order of the expected fields, then those of fields that only the actual record has.
/// The pointers of a difference point into the two records.
std::vector<Difference> compare_records(const Record& expected, const Record& actual);

/// Whether every byte has the same meaning on both sides, in another form.
inline bool is_form(const Difference& difference) {
    return difference.rule == Rule::form;
}

/// What of a record a difference concerns: "size", "alignment" or "kind". Empty if it concerns a field.
std::string_view aspect(const Difference& difference);

/// Whether a field is declared padding. Such a field is compared by the bytes that it covers, not by its type.
bool is_filler(const Field& field);

/// The natural alignment of a scalar: its size in bytes, at most 16. Returns 1 for a record, and for a width that is
/// not a power of two.
std::uint64_t natural_alignment_bytes(const Type& type);

}  // namespace abi
