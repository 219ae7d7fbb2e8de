// Enumerations of a spec, their mutations, and what differs because of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "test/mutate/expect.h"
#include "test/truth/random.h"
#include "test/truth/shape.h"

namespace abi::mutate {

/// The enumerations of the unit as a spec declares them: names and values from the source, the integer from a field of
/// a record that the compiler's table tells of. Those that no such field has are left out.
std::vector<Enum> specified_enums(const truth::Unit& unit, const std::vector<std::optional<Record>>& specs);

/// Changes one property. Returns what it did.
std::string mutate_enum(truth::Random& random, truth::Language language, Enum& spec);

/// All differences of two enumerations that have one name.
std::vector<Difference> differences(const Enum& spec, const Enum& actual);

}  // namespace abi::mutate
