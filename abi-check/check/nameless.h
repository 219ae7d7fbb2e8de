// What a probe sees and cannot name. It asks a compiler about names, so it has none for a member that the spec does not
// know, nor for `struct { … } inner;`. Such a thing is unverified: it may be what the spec wants.
#pragma once

#include "check/answer.h"
#include "check/compare.h"

namespace abi {

/// Whether the difference is only that a name is not known: a member without a name lies where the spec has padding, or
/// a nested record has a type without a name.
bool is_nameless(const Difference& difference);

/// Makes such a difference one of abi-unverified, in words that fit.
void tell_nameless(Difference& difference);

/// The field of the layer that holds the record `name` of the spec in a type without a name, as "outer.inner"; else "".
std::string holder_without_name(const Layout& spec, const std::string& name, const Layout& actual);

}  // namespace abi
