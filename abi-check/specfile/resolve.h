// Resolves the names in types: "CmdKind" is an enum of the same layout, "ptr" has the width that its record states.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/on_target.h"
#include "model/problem.h"

namespace abi {

/// A record or enum, and where it has this kind and width.
struct KnownType {
    Type type;
    Extent extent;
};

/// The types of one layout by name. A name has several in a spec with layouts by target.
using TypeTable = std::unordered_map<std::string, std::vector<KnownType>>;

TypeTable table_of(const Layout& layout);

/// Completes a type from parse_type_name for a record that exists on the targets of `extent`. Returns a problem without
/// pointer and place if that is not possible.
std::optional<Problem> resolve(Type& type, const TypeTable& table, std::optional<unsigned> pointer_bytes,
                               const Extent& extent = {});

}  // namespace abi
