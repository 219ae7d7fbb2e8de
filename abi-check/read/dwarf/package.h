// The index of a DWARF package file, ".dwp" (DWARF 5, 7.3.5): which part of each section belongs to which split unit.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "read/dwarf/program.h"

namespace abi::dwarf {

class PackageIndex {
  public:
    PackageIndex() = default;
    /// Reads .debug_cu_index or .debug_tu_index; versions 2 (GNU) and 5. What makes no sense is no index.
    PackageIndex(std::string_view section, bool is_little);

    /// Narrows the sections of a unit to its own parts. A unit that the index does not name is left as it is.
    void place(Unit& unit, bool in_types) const;

  private:
    struct Part {
        std::uint32_t section = 0;  // DW_SECT_*
        std::uint64_t offset = 0;
        std::uint64_t size = 0;
    };
    unsigned version_ = 0;
    std::vector<std::vector<Part>> rows_;
};

}  // namespace abi::dwarf
