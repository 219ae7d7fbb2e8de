// From the types of CodeView to those of the model.
#pragma once

#include <optional>

#include "model/layout.h"
#include "read/codeview/image.h"
#include "read/codeview/tags.h"

namespace abi::codeview {

struct Bits {
    unsigned width = 0;
    unsigned offset = 0;  // from the least significant bit of the storage unit
};

/// A type as a field or a typedef uses it.
struct Use {
    Type type;                 // without the name of a record or an enumeration
    const Tag* tag = nullptr;  // the record or enumeration behind arrays and qualifiers; null if there is none
    std::optional<Bits> bits;  // of a bit-field
};

/// Never fails: a type that a spec cannot express, or that CodeView does not describe, has the kind `unknown`.
Use use_of(const Image& image, const Tags& tags, cv::TypeIndex index);

}  // namespace abi::codeview
