// Writes layouts as JSON: the dump, which is the spec's own shape plus who said it and where.
#pragma once

#include <span>
#include <string>

#include "model/layout.h"

namespace abi {

/// {"abi_check_dump": 1, "layouts": [{"origin", "target", "byte_order", "records": [...], ...}]}, with
/// places. Ends with a newline; the same layouts give the same bytes.
std::string write_dump(std::span<const Layout> layouts);

}  // namespace abi
