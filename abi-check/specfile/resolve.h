// Resolves the names in types: "CmdKind" is an enum of the same layout, "ptr" has the width that its record states.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/problem.h"

namespace abi {

/// The types of one layout by name: kind and width of each record and enum.
using TypeTable = std::unordered_map<std::string, Type>;

/// The table of a layout. If several records and enums have one name, it holds the first.
TypeTable table_of(const Layout& layout);

/// Completes a type from parse_type_name. Returns a problem without pointer and place if that is not possible.
std::optional<Problem> resolve(Type& type, const TypeTable& table, std::optional<unsigned> pointer_bytes);

}  // namespace abi
