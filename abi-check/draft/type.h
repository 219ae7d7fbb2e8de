// Drafts the type of a field for a spec.
#pragma once

#include <optional>
#include <string>

#include "draft/record.h"

namespace abi {

struct TypeDraft {
    std::optional<Type> type;               // nothing: the field cannot be in a spec
    std::optional<unsigned> pointer_bytes;  // set for ptr and usize
    std::string question;                   // empty: the type is the same as in the source
    bool about_width = false;               // the question is which width is meant where the target decides it
};

/// The type of `field`; for a bit-field, the type without the bit width. `pointer_bytes` is the pointer width that
/// earlier fields of the record use, if any: all pointers of a record have the same width.
TypeDraft draft_type(const Field& field, const DraftScope& scope, std::optional<unsigned> pointer_bytes);

/// Gives a bit-field a storage unit that holds all its bits and is aligned within a record of this alignment. Keeps the
/// field's type if that is such a unit. In a packed record a unit may begin at any byte. Returns false if only a packed
/// record can hold the field.
bool fit_unit(Field& field, std::uint64_t align_bytes, bool packed);

}  // namespace abi
