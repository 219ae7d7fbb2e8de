// The declarations of one unit: a translation unit, an object or a compile unit of DWARF.
#pragma once

#include <vector>

#include "model/layout.h"

namespace abi {

struct UnitLayout {
    ByteOrder byte_order = ByteOrder::little;
    TargetFacts facts;
    std::vector<Record> records;  // the wanted ones in the order of their declaration, then those that they hold
    std::vector<Enum> enums;
    std::vector<Constant> constants;
};

}  // namespace abi
