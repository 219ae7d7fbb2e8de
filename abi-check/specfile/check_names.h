// Names of a layout: each said once, none that means something else already.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// The names of a spec: identifiers; types (records and enums) and numbers (constants and enumerators)
/// each unique; fields unique in their record; no record inside itself. Problems have pointers only.
void check_names(const Layout& layout, std::vector<Problem>& problems);

/// The names of a dump's layout at `pointer`: no record, enum or constant twice.
void check_dump_names(const Layout& layout, const std::string& pointer, std::vector<Problem>& problems);

}  // namespace abi
