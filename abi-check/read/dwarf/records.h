// One record as debug information describes it.
#pragma once

#include <functional>
#include <string>

#include "model/layout.h"
#include "read/dwarf/shape.h"

namespace abi::dwarf {

/// Returns the name that the layout has for the record or enumeration of a member. `own` ("header") is the member's
/// name in the record that declares it; a type without a name is named after both.
using NameOfHeldTag = std::function<std::string(const Member& member, std::string_view own)>;

/// Returns a record with all its fields, ordered by offset and named as the clang reader names them
/// (read/clang/records.h). A record that is only declared has no size. The alignment is known only if an attribute
/// states it, and in Go. DWARF does not describe bit-fields without a name, so no field has their bits. `shape` is that
/// of `tag`, which may also be the integer that stands for a packed struct of Zig.
Record read_record(RecordShapes& shapes, DieRef tag, const RecordShape& shape, const std::string& name,
                   const std::string& root, const NameOfHeldTag& name_of);

/// Equal for records with equal layouts, and almost never for others. It includes the names of the types of members,
/// but not the record's own name. Cheap beside read_record. `depth` counts the records without a name around this one.
std::uint64_t fingerprint_of_record(RecordShapes& shapes, const RecordShape& shape, unsigned depth = 0);

}  // namespace abi::dwarf
