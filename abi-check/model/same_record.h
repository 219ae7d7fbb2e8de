// Whether two records are the same in everything, also in places and spellings. Layouts are compared elsewhere
// (check/).
#pragma once

#include "model/layout.h"

namespace abi {

bool is_same(const Record& a, const Record& b);

}  // namespace abi
