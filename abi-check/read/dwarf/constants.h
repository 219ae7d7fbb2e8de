// What has a value: enumerations, their enumerators, and variables that the compiler knows to be constant.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "model/layout.h"
#include "read/dwarf/members.h"

namespace abi::dwarf {

/// Whether the width of an enumeration was written down or chosen, debug information does not say: it passes for
/// written down.
Enum read_enum(Types& types, DieRef tag, const std::string& name, const std::string& root, Effort& effort);

/// Equal for enumerations with equal enumerators; the name is not part of it.
std::uint64_t fingerprint_of_enum(Types& types, DieRef tag, Effort& effort);

/// Calls `visit` with the name of each enumerator, until it returns false.
void visit_enumerators(Types& types, DieRef tag, Effort& effort, const std::function<bool(std::string_view)>& visit);

/// A variable or a static member. Nothing when its value is not an integer.
std::optional<Constant> read_variable(Types& types, DieRef variable, const std::string& name, const std::string& root);

}  // namespace abi::dwarf
