#include "tool/named_layout.h"

#include <utility>

namespace abi {

Layout layout_of_names(const probe::DeclaredNames& names) {
    const Type word{.kind = Kind::unsigned_integer, .width_bits = 32};
    Layout layout;
    for (const auto& name : names.records) {
        Record record;
        record.name = name;
        layout.records.push_back(std::move(record));
    }
    for (const auto& name : names.enums) {
        Enum one;
        one.name = name;
        one.type = word;
        layout.enums.push_back(std::move(one));
    }
    for (const auto& name : names.constants) {
        Constant constant;
        constant.name = name;
        constant.type = word;
        layout.constants.push_back(std::move(constant));
    }
    return layout;
}

}  // namespace abi
