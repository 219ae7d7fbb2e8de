// Writes layouts as JSON: a dump, which has the shape of a spec plus origins and places; or a spec.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/layout.h"
#include "specfile/object_text.h"

namespace abi {

/// Writes {"abi_check_dump": 1, "layouts": [{"origin", "target", "byte_order", "records": [...], ...}]}, with
/// places. Ends with a newline; the same layouts give the same bytes. The sink gets them in parts.
void write_dump(std::span<const Layout> layouts, const TextSink& sink);

/// The same as one text.
std::string write_dump(std::span<const Layout> layouts);

/// The parts of a spec besides its layout.
struct SpecHead {
    std::string name;
    std::string doc;     // may be empty
    std::string schema;  // "$schema", the path of the schema relative to the spec; may be empty
};

/// A spec as people write it, with one field, value or constant per line and a newline at the end. Reading it gives the
/// same layout again, except for origin and places, if a spec can express the layout: its types must be spelled as in a
/// spec (type_name.h), and its bit-fields must lie in units of their types.
std::string write_spec(const SpecHead& head, const Layout& layout);

/// The entries of the lists of a spec, as write_spec prints them at their depth.
struct SpecRows {
    std::vector<std::string> constants;
    std::vector<std::string> enums;
    std::vector<std::string> records;
};
SpecRows rows_of(const Layout& layout);

}  // namespace abi
