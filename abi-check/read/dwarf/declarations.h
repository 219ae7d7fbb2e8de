// What one unit declares and a request wants: the walk from names down to records, enumerations and constants.
#pragma once

#include <string>
#include <vector>

#include "read/dwarf/claims.h"
#include "read/dwarf/names.h"
#include "read/dwarf/types.h"
#include "read/unit_layout.h"

namespace abi::dwarf {

/// Something with the print by which it was claimed.
template <typename Value>
struct Claimed {
    std::uint64_t fingerprint = 0;
    Value value;
};

/// In the order of the declarations, then what they hold. What another unit claimed first is left out.
struct Declarations {
    std::vector<Claimed<Record>> records;
    std::vector<Claimed<Enum>> enums;
    std::vector<Claimed<Constant>> constants;
    bool has_types = false;  // whether the unit describes any, wanted or not
    bool is_cut = false;     // the unit describes more than a file of its size can hold; the rest was not read
};

struct Question {
    const WantedNames& wanted;
    const std::string& root;  // as in Request
    Claims& claims;
};

/// `number` orders the units of a whole reading. Names are the clang reader's (read/clang/declarations.h): a record is
/// named by its own qualified name, by a typedef's if only that is wanted, by both if both are; a nested one without a
/// name after its field.
Declarations read_declarations(Types& types, const Unit& unit, std::uint32_t number, const Question& question);

}  // namespace abi::dwarf
