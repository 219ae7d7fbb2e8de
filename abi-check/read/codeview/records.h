// From a structure or union of CodeView to a record.
#pragma once

#include <functional>
#include <string>

#include "read/codeview/image.h"
#include "read/codeview/members.h"
#include "read/codeview/tags.h"
#include "read/codeview/types.h"

namespace abi::codeview {

/// A field whose type is asked for its name.
struct TagOwner {
    const Tag* base;         // the base that declares the field; null: the record itself does
    std::string_view field;  // its name in the record that declares it
    bool is_shared;          // that record declares the type once, so all its fields of the type share one name
};

/// Returns the name of the record or enumeration of a field. If it has no name, it is named after its owner:
/// "Outer::field".
using NameOfTag = std::function<std::string(const Tag& tag, const TagOwner& owner)>;

struct RecordReader {
    const Image& image;
    const Tags& tags;
    Effort& effort;

    /// Returns a record without a size if the type is only declared. Alignments are unknown. Places: see Places.
    Record read(const Tag& tag, const std::string& name, const NameOfTag& name_of);
};

}  // namespace abi::codeview
