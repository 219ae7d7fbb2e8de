// Where an entry says that it was declared.
#pragma once

#include <string>

#include "model/layout.h"
#include "read/dwarf_context.h"

namespace abi {

/// File and line; the column where the compiler gives it. The file is relative to `root` when it lies below it.
Place place_of(UnitContext& context, const Die& die, const std::string& root);

}  // namespace abi
