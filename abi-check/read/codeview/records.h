// From a structure or union of CodeView to a record.
#pragma once

#include <functional>
#include <string>

#include "read/codeview/image.h"
#include "read/codeview/members.h"
#include "read/codeview/tags.h"
#include "read/codeview/types.h"

namespace abi::codeview {

/// Returns the name of the record or enumeration of a field. `owner` ("Outer::field") is its name if it has none;
/// `is_shared`: the record declares that type once, so that all its fields of the type share one name.
using NameOfTag = std::function<std::string(const Tag& tag, const std::string& owner, bool is_shared)>;

struct RecordReader {
    const Image& image;
    const Tags& tags;
    Effort& effort;

    /// Returns a record without a size if the type is only declared. Alignments are unknown. Places: see Places.
    Record read(const Tag& tag, const std::string& name, const NameOfTag& name_of);
};

}  // namespace abi::codeview
