// What one unit (a translation unit, an object, a compile unit of DWARF) declares.
#pragma once

#include <vector>

#include "model/layout.h"

namespace abi {

struct UnitLayout {
    ByteOrder byte_order = ByteOrder::little;
    std::vector<Record> records;  // wanted ones in the order of their declaration,
                                  // then those they hold
    std::vector<Enum> enums;
    std::vector<Constant> constants;
};

}  // namespace abi
