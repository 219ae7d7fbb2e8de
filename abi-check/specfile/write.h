// Writes layouts as JSON: the dump, which is the spec's own shape plus who said it and where.
#pragma once

#include <span>
#include <string>

#include "model/layout.h"

namespace abi {

/// {"abi_check_dump": 1, "layouts": [{"origin", "target", "byte_order", "records": [...], ...}]}, with
/// places. Ends with a newline; the same layouts give the same bytes.
std::string write_dump(std::span<const Layout> layouts);

/// What a spec says besides its layout.
struct SpecHead {
    std::string name;
    std::string doc;     // may be empty
    std::string schema;  // "$schema", where the schema lies as the spec's folder sees it; may be empty
};

/// A spec as people write it, one field, value or constant per line; ends with a newline. Reading it again gives the
/// same layout but for its origin and its places, if the layout is one that a spec can say: its types have their
/// spellings from the spec (type_name.h), and its bit-fields lie in units of their types.
std::string write_spec(const SpecHead& head, const Layout& layout);

}  // namespace abi
