// What a probe sees and cannot name. It asks a compiler about names, so it has none for a member that the spec does not
// know, nor for `struct { … } inner;`. Such a thing is unverified: it may be what the spec wants.
#pragma once

#include <string>
#include <vector>

#include "check/answer.h"
#include "check/compare.h"
#include "model/name_index.h"

namespace abi {

/// Whether a probe found the member in a hole of the record, and knows its place but not its name.
bool is_found_without_name(const Field& field);

/// Whether the difference is only that a name is not known: a member without a name lies where the spec has padding, or
/// a nested record has a type without a name.
bool is_nameless(const Difference& difference);

/// Makes such a difference one of abi-unverified, in words that fit.
void tell_nameless(Difference& difference);

/// Takes out the members without a name that lie where a field of the spec is missing, because they are that field
/// under another name. The difference about the missing field then tells what is there.
void fold_members_without_name(std::vector<Difference>& differences);

/// A language without unions gets the memory of a union without a name: cgo writes `anon0 [4]byte` for it. Makes one
/// abi-unknown of the alternatives that are missing there, because nothing tells what the memory holds.
void fold_memory_of_unions(std::vector<Difference>& differences);

/// The field of the layer that holds the record `name` of the spec in a type without a name, as "outer.inner"; else "".
std::string holder_without_name(const RecordIndex& spec, const std::string& name, const RecordIndex& actual);

}  // namespace abi
