// The place in the sources where an entry was declared.
#pragma once

#include <string>

#include "model/layout.h"
#include "read/dwarf/context.h"

namespace abi::dwarf {

/// The attributes of an entry that name its place: `file` is an index into the unit's files.
struct Site {
    unsigned file = no_file, line = 0, column = 0;
    static constexpr unsigned no_file = ~0U;
};
Site site_of(const Die& die);

/// File and line, and the column if the compiler gives it. The file is relative to `root` if it lies below it.
Place place_of(UnitContext& context, const Site& site, const std::string& root);

}  // namespace abi::dwarf
