// Declarations in function bodies, which the first reading of a unit skips.
#pragma once

#include <string>
#include <vector>

#include "clang/Frontend/CompilerInstance.h"
#include "read/unit_layout.h"

namespace abi::clang_reader {

/// Whether a function body may define a record or an enumeration that is in `names` and not in `found`. Searches the
/// text of all files that are not system headers for "struct NAME {" and similar. This is cheap. It may return true
/// without reason, because it also searches comments and inactive lines; it never misses a definition.
bool may_be_local(const std::vector<std::string>& names, const UnitLayout& found, clang::CompilerInstance& compiler);

}  // namespace abi::clang_reader
