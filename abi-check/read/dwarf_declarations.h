// What one unit declares and a request wants: the walk from names down to records, enumerations and constants.
#pragma once

#include <string>
#include <vector>

#include "read/dwarf_claims.h"
#include "read/dwarf_names.h"
#include "read/dwarf_types.h"
#include "read/unit_layout.h"

namespace abi {

/// Something with the print by which it was claimed.
template <typename Value>
struct Claimed {
    std::uint64_t print = 0;
    Value value;
};

/// In the order of the declarations, then what they hold. What another unit claimed first is left out.
struct DwarfDeclarations {
    std::vector<Claimed<Record>> records;
    std::vector<Claimed<Enum>> enums;
    std::vector<Claimed<Constant>> constants;
    bool has_types = false;  // whether the unit describes any, wanted or not
    bool is_cut = false;     // the unit describes more than a file of its size can hold; the rest was not read
};

struct DwarfQuestion {
    const WantedNames& wanted;
    const std::string& root;  // as in ObjectRequest
    Claims& claims;
};

/// `number` orders the units of a whole reading. Names are the clang reader's (clang_declarations.h): a record is named
/// by its own qualified name, by a typedef's if only that is wanted, by both if both are; a nested one without a name
/// after its field.
DwarfDeclarations read_declarations(DwarfTypes& types, const Unit& unit, std::uint32_t number,
                                    const DwarfQuestion& question);

}  // namespace abi
