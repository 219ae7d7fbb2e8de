// One layout out of many units.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "read/reading.h"
#include "read/unit_layout.h"

namespace abi {

/// Which record or enumeration of a layout has which name; it spares long
/// layouts a search per unit.
struct MergeIndex {
    std::unordered_map<std::string, std::size_t> records;
    std::unordered_multimap<std::string, std::size_t> enums;
    std::unordered_multimap<std::string, std::size_t> constants;
};

/// Adds what a unit declares. A record that is there already with the same
/// layout is one record; with another layout it goes to other_definitions (C++
/// [basic.def.odr]); one that was only declared gives way to its definition.
/// One record of a header that C and C++ read is one definition although they
/// name the records within differently (`In`, `R::In`), if those agree as well.
/// Enumerations and constants that differ are both kept under their one name.
void merge(UnitLayout unit, Reading& reading, MergeIndex& index);

/// Size, alignment and fields agree: names, types, bits. Places, spellings and
/// words do not count.
bool same_layout(const Record& a, const Record& b);

}  // namespace abi
