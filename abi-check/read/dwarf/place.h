// Where an entry says that it was declared.
#pragma once

#include <string>

#include "model/layout.h"
#include "read/dwarf/context.h"

namespace abi::dwarf {

/// File and line; the column where the compiler gives it. The file is relative to `root` when it lies below it.
Place place_of(UnitContext& context, const Die& die, const std::string& root);

}  // namespace abi::dwarf
