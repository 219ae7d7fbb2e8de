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
    std::vector<const std::string*> units;  // by record: the unit that defined it first; may be shorter
};

/// Adds the declarations of a unit to a reading.
/// - A record that the reading has already with the same layout is not added again. With another layout it is added to
///   other_definitions (C++ [basic.def.odr]), and both get the names of their units. A definition replaces a
///   declaration. So is a record that is local to its unit, although it is another type.
/// - A record of a header that is read as C and as C++ is one definition, although a record within it is `In` in C and
///   `R::In` in C++, if the records within are equal, too.
/// - Enumerations and constants of one name that differ are all kept.
/// What functions declare is not merged: see merge_local. `unit_name` must live as long as the index; null: not known.
void merge(UnitLayout unit, Reading& reading, MergeIndex& index, const std::string* unit_name = nullptr);

/// Adds what the functions of all units declare. Drops what has the name of something that a unit declares outside of
/// functions, because that is another type or another constant. Call it once, after all units are merged.
/// `unit_names`: one for each entry of `locals`.
void merge_local(std::vector<LocalDeclarations> locals, const std::vector<const std::string*>& unit_names,
                 Reading& reading, MergeIndex& index);

/// Whether size, alignment and fields (names, types, bits) are equal. Places, spellings and comments are not compared.
bool same_layout(const Record& a, const Record& b);

}  // namespace abi
