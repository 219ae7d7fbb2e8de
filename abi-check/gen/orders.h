// Byte orders that a language cannot declare.
#pragma once

#include <string_view>
#include <vector>

#include "model/layout.h"
#include "model/problem.h"

namespace abi {

/// Why the declarations of a language would be wrong: bit-fields whose byte order is not the spec's, and numbers of the
/// machine's own order that a language without bit-fields or 128-bit integers writes by parts, or that a format reads.
/// The orders of `spec` are in its fields (with_field_orders). Empty: the language can declare it.
std::vector<Problem> refuse_orders(const Layout& spec, std::string_view language);

}  // namespace abi
