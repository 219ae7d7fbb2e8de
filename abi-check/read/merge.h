// Merges the declarations of many units into one layout.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "read/reading.h"
#include "read/unit_layout.h"

namespace abi {

/// Where each name is in a layout, so that no unit needs a search through all records. Indices into the layout's lists.
struct MergeIndex {
    std::unordered_map<std::string, std::size_t> records;
    std::unordered_multimap<std::string, std::size_t> enums;
    std::unordered_multimap<std::string, std::size_t> constants;
};

/// Adds the declarations of a unit to a reading.
/// - A record that the reading has already with the same layout is not added again. With another layout it is added to
///   other_definitions (C++ [basic.def.odr]). A definition replaces a declaration.
/// - A record of a header that is read as C and as C++ is one definition, although a record within it is `In` in C and
///   `R::In` in C++, if the records within are equal, too.
/// - Enumerations and constants of one name that differ are all kept.
void merge(UnitLayout unit, Reading& reading, MergeIndex& index);

/// Whether size, alignment and fields (names, types, bits) are equal. Places, spellings and comments are not compared.
bool same_layout(const Record& a, const Record& b);

}  // namespace abi
