// What a language cannot express.
#pragma once

#include <string_view>
#include <vector>

#include "model/layout.h"
#include "model/problem.h"

namespace abi {

/// Which fields of the spec the language can only have as something else, so that its own probe would report a
/// difference: numbers that it does not have, an array without a length before other fields, and bit-fields whose bytes
/// are not one number. Empty: none.
std::vector<Problem> refuse_fields(const Layout& spec, std::string_view language);

}  // namespace abi
