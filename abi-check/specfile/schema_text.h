// The schemas as text; the build writes them from spec/*.schema.json.
#pragma once

#include <string_view>

#include "specfile/schema.h"

namespace abi {

std::string_view schema_text(SchemaName name);

}  // namespace abi
