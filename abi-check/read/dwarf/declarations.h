// The wanted declarations of one unit: the walk from names down to records, enumerations and constants.
#pragma once

#include <string>
#include <vector>

#include "read/dwarf/claims.h"
#include "read/dwarf/names.h"
#include "read/dwarf/types.h"
#include "read/dwarf/wanted_strings.h"
#include "read/unit_layout.h"

namespace abi::dwarf {

/// A value with the fingerprint by which it was claimed (claims.h).
template <typename Value>
struct Claimed {
    std::uint64_t fingerprint = 0;
    Value value;
};

/// The wanted declarations in their order, then those that they hold. Those that an earlier unit claimed are left out.
struct Declarations {
    std::vector<Claimed<Record>> records;
    std::vector<Claimed<Enum>> enums;
    std::vector<Claimed<Constant>> constants;
    std::string unit;  // the main source file, as the tool shows it; "" if the unit has no name
    BaseTypes base_types;
    bool has_types = false;  // whether the unit describes any type, wanted or not
    bool is_cut = false;     // reading stopped early: the unit describes more than a file of its size can hold
};

struct Question {
    const WantedNames& wanted;
    const std::string& root;  // as in Request
    Claims& claims;
};

/// A unit of a reading.
struct UnitToRead {
    const Unit* unit = nullptr;
    std::uint32_t number = 0;                // its position among all units of the reading
    const WantedStrings* strings = nullptr;  // of the unit's section of strings; null if everything is wanted
};

/// Reads the wanted declarations of a unit. Records and enumerations are named as read/layout_names.h describes.
Declarations read_declarations(Types& types, const UnitToRead& unit, const Question& question);

}  // namespace abi::dwarf
