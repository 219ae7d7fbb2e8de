// The constants and the enumerators of a layout as one list: a spec and a layer may declare a value as either.
#pragma once

#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

struct NamedValue {
    std::string owner;  // the enumeration; empty for a constant
    std::string name;
    Integer value;
    Place place;
};

/// The constants, then the enumerators, in the order of their declaration. A name is there once for each unit that
/// defines it, and its values may differ.
std::vector<NamedValue> values_of(const Layout& layout);

}  // namespace abi
