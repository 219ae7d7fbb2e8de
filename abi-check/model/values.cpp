#include "model/values.h"

namespace abi {

std::vector<NamedValue> values_of(const Layout& layout) {
    std::vector<NamedValue> values;
    for (const auto& one : layout.constants) values.push_back({"", one.name, one.value, one.place});
    for (const auto& owner : layout.enums) {
        for (const auto& one : owner.enumerators) values.push_back({owner.name, one.name, one.value, one.place});
    }
    return values;
}

}  // namespace abi
