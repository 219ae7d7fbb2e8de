// Entries with a value: enumerations, their enumerators, and variables that the compiler knows to be constant.
#pragma once

#include <optional>
#include <string>

#include "llvm/ADT/STLFunctionalExtras.h"
#include "model/layout.h"
#include "read/dwarf/shape.h"

namespace abi::dwarf {

/// Debug information does not say whether the source states the width of an enumeration or the compiler chose it. The
/// result claims that the source states it.
Enum read_enum(Types& types, DieRef tag, const std::string& name, const std::string& root, Effort& effort);

/// Equal for enumerations with equal enumerators. It does not include the name.
std::uint64_t fingerprint_of_enum(Types& types, DieRef tag, Effort& effort);

/// Calls `visit` with the name of each enumerator, or null, until it returns false.
void visit_enumerators(Types& types, DieRef tag, Effort& effort, llvm::function_ref<bool(const char*)> visit);

/// A variable or a static member. Returns nothing if its value is not an integer.
std::optional<Constant> read_variable(Types& types, DieRef variable, const std::string& name, const std::string& root);

}  // namespace abi::dwarf
