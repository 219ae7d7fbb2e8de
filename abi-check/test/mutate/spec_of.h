// The spec of a unit, written from what the compiler's own table says.
#pragma once

#include <optional>
#include <vector>

#include "test/truth/witness.h"

namespace abi::mutate {

/// A record of the table as a spec declares it. Nothing: the table does not have all of its fields, so that there is no
/// truth about it; or it has no bytes.
std::optional<Record> specified(const truth::Subject& subject, const Record& in_table);

/// Makes raw bytes of the fields that hold a record without a spec: a spec declares each record that it names. A record
/// with an open array of such records has no spec either.
void close_over(std::vector<std::optional<Record>>& specs);

/// Whether the record has a pointer to a virtual table. A spec has no name for it, so that no spec is right.
bool has_vtable_pointer(const truth::Unit& unit, const truth::Subject& subject);

/// Whether the record has unnamed bit-fields, which are declared padding that no table tells of.
bool declares_padding(const truth::Unit& unit, const truth::Subject& subject);

/// The name in a spec: without the file or crate that Zig and Rust put before it.
std::string spec_name(const std::string& name);

}  // namespace abi::mutate
