// Changes one property of a record of a source.
#pragma once

#include <string>

#include "test/truth/random.h"
#include "test/truth/shape.h"

namespace abi::mutate {

/// Changes one property of shape `index` and returns what was done: "m3_1 has another type". Whether that changes the
/// layout is for the compiler to say. Empty: the shape has nothing that can be changed.
std::string mutate_source(truth::Random& random, truth::Unit& unit, std::size_t index);

}  // namespace abi::mutate
