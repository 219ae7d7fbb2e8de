// One record as debug information describes it.
#pragma once

#include <functional>
#include <string>

#include "model/layout.h"
#include "read/dwarf/members.h"

namespace abi::dwarf {

/// The layout's name of a record or an enumeration. `owner` ("Packet::header") names what has no name.
using NameOfHeldTag = std::function<std::string(const Type& type, DieRef written, const std::string& owner)>;

/// A record with all its fields, by offset, named as the clang reader names them (read/clang/records.h). One that is
/// only declared has no size. The alignment is known only where it was written down. Bit-fields without a name are not
/// described, so their bits are nobody's. `tag` may be what stands for a record: the integer that Zig's packed struct
/// is.
Record read_record(Types& types, DieRef tag, const std::string& name, const std::string& root, Effort& effort,
                   const NameOfHeldTag& name_of);

/// Equal for records with equal layouts and hardly ever for others; the name is not part of it, those of the held are.
/// Cheap beside read_record. `hold` is called for each record or enumeration that a member is made of.
std::uint64_t fingerprint_of_record(Types& types, DieRef tag, Effort& effort,
                                    const std::function<void(const Member&)>& hold);

}  // namespace abi::dwarf
