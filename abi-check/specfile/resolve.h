// What the names in types mean: "CmdKind" is an enum of the same layout, "ptr" is as wide as its record says.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/problem.h"

namespace abi {

/// The types of one layout by name: kind and width of each record and enum.
using TypeTable = std::unordered_map<std::string, Type>;

/// Of several records and enums with one name, the first.
TypeTable table_of(const Layout& layout);

/// Completes a type from parse_type_name. A problem without pointer or place when it cannot be.
std::optional<Problem> resolve(Type& type, const TypeTable& table, std::optional<unsigned> pointer_bytes);

}  // namespace abi
