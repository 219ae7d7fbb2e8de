// Declarations in function bodies, which the first reading of a unit skips.
#pragma once

#include <string>
#include <vector>

#include "clang/Frontend/CompilerInstance.h"
#include "read/unit_layout.h"

namespace abi::clang_reader {

/// Whether one of `names`, which is not in `found`, may be the name of a record
/// or an enumeration that a function body defines: the text of a file that is
/// no system header has "struct NAME {" or its like. Cheap, and wrong in one
/// direction only: comments and inactive lines count as text.
bool may_be_local(const std::vector<std::string>& names, const UnitLayout& found, clang::CompilerInstance& compiler);

}  // namespace abi::clang_reader
