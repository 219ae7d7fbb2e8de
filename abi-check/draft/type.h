// The type of a field of a source, as a spec spells it.
#pragma once

#include <optional>
#include <string>

#include "draft/record.h"

namespace abi {

struct TypeDraft {
    std::optional<Type> type;               // nothing: the field cannot be in a spec
    std::optional<unsigned> pointer_bytes;  // for ptr and usize
    std::string question;                   // empty: the spec says what the source says
};

/// The type of `field`, that of a bit-field without its width. `pointer_bytes` is what other fields of the record ask
/// for, if any do: a record has pointers of one width.
TypeDraft draft_type(const Field& field, const DraftScope& scope, std::optional<unsigned> pointer_bytes);

/// Gives a bit-field a unit that holds it and that is aligned in a record of this alignment, and keeps its meaning: the
/// type stays what it is if that is such a unit. In a packed record a unit may begin at any byte. False: only a packed
/// record can hold it.
bool fit_unit(Field& field, std::uint64_t align_bytes, bool packed);

}  // namespace abi
