// The declarations of one unit: a translation unit, an object or a compile unit of DWARF.
#pragma once

#include <string>
#include <vector>

#include "model/layout.h"
#include "model/problem.h"

namespace abi {

/// A `#pragma pack` under which a record was laid out.
struct PackedBy {
    std::string record;
    std::string pragma;  // "#pragma pack(1)"
};

/// What the bodies of functions declare. It is not what another unit declares under the same name.
struct LocalDeclarations {
    std::vector<Record> records;
    std::vector<Enum> enums;
    std::vector<Constant> constants;
};

struct UnitLayout {
    ByteOrder byte_order = ByteOrder::little;
    TargetFacts facts;
    std::vector<Record> records;  // the wanted ones in the order of their declaration, then those that they hold
    std::vector<Enum> enums;
    std::vector<Constant> constants;
    LocalDeclarations local;
    std::vector<PackedBy> packed_by;
    std::vector<Problem> failed_assertions;  // static assertions of the source that do not hold
};

}  // namespace abi
