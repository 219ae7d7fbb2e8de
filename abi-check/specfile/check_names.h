// Checks the names of a layout: each is unique, and none is the name of a built-in type.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "specfile/record_nodes.h"

namespace abi {

/// Checks the names of a spec. All are identifiers. Names of types (records and enums) are unique on each target, and
/// so are names of numbers (constants and enumerators), except that enumerators of two enums may share one. The fields
/// of a record have different names. No record contains itself. Problems have pointers only. `pointers` are those of
/// the records.
void check_names(const Layout& layout, const std::vector<RecordPointers>& pointers, std::vector<Problem>& problems);

/// Checks the names of a dump's layout at `pointer`: records and enums are unique, and so are constants.
void check_dump_names(const Layout& layout, const std::string& pointer, std::vector<Problem>& problems);

}  // namespace abi
