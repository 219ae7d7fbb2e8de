// The index of a DWARF package file, ".dwp" (DWARF 5, 7.3.5). It maps split units to their parts of each section.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "read/dwarf/program.h"

namespace abi::dwarf {

class PackageIndex {
  public:
    PackageIndex() = default;
    /// Reads .debug_cu_index or .debug_tu_index, versions 2 (GNU) and 5. A malformed index is empty.
    PackageIndex(std::string_view section, bool is_little);

    /// Narrows the sections of a unit to its own parts. Does nothing if the index does not contain the unit.
    void place(Unit& unit, bool in_types) const;

  private:
    struct Part {
        std::uint32_t section = 0;  // DW_SECT_*
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
    };
    std::vector<std::vector<Part>> rows_;
};

}  // namespace abi::dwarf
