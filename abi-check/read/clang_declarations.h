// What a parsed unit declares: the walk from the translation unit down to
// records and constants.
#pragma once

#include <string>
#include <vector>

#include "clang/Frontend/CompilerInstance.h"
#include "read/unit_layout.h"

namespace abi {

/// To be called at the end of the unit, while its semantic analysis still
/// lives. `names`, `root`: as in ClangRequest. A record is named by its own
/// qualified name; by a typedef's if only that is wanted; by both if both are.
/// A nested record without a name is named after its field ("Packet::header").
UnitLayout read_declarations(clang::CompilerInstance& compiler, const std::vector<std::string>& names,
                             const std::string& root);

}  // namespace abi
