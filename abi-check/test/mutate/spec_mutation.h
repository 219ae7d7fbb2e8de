// Changes one property of a record of a spec.
#pragma once

#include <string>

#include "model/layout.h"
#include "test/truth/random.h"

namespace abi::mutate {

/// Changes one property, which `random` chooses, and returns what was done: "offset of m3_1: + 8 bits". `spec`: its
/// byte order, and its records as types of fields. `has_padding`: the source declares padding that the record does not
/// show. Empty: the record has nothing that can be changed.
std::string mutate_spec(truth::Random& random, const Layout& spec, bool has_padding, Record& record);

}  // namespace abi::mutate
