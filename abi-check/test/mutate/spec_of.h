// The spec of a unit, written from what the compiler's own table says.
#pragma once

#include <optional>
#include <vector>

#include "test/truth/witness.h"

namespace abi::mutate {

/// A record of the table as a spec declares it. Nothing: the table does not have all of its fields, so that there is no
/// truth about it; or it has no bytes.
std::optional<Record> specified(const truth::Subject& subject, const Record& in_table);

/// Whether the record has unnamed bit-fields, which are declared padding that no table tells of.
bool declares_padding(const truth::Unit& unit, const truth::Subject& subject);

/// The name in a spec: without the file or crate that Zig and Rust put before it.
std::string spec_name(const std::string& name);

}  // namespace abi::mutate
