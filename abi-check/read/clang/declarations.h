// The declarations of a parsed unit: the walk from the translation unit down to records and constants.
#pragma once

#include <string>
#include <vector>

#include "clang/Frontend/CompilerInstance.h"
#include "read/clang/attributes.h"
#include "read/unit_layout.h"

namespace abi::clang_reader {

/// Whether the parser skipped function bodies. What a skipped body declares is not found.
enum class Bodies { skipped, read };

/// Reads the wanted declarations. Call it at the end of the unit, while clang's semantic analysis still exists.
/// `names`, `root`: as in Request. Records and enumerations are named as read/layout_names.h describes. A template is
/// instantiated for the arguments in a wanted name, and the record has the spelling of that name. An enumerator that is
/// wanted with its enumeration ("Op::exec") is a constant of that name, too. `dropped`: what clang
/// dropped (see dropped_layout_attribute).
UnitLayout read_declarations(clang::CompilerInstance& compiler, const std::vector<std::string>& names,
                             const std::string& root, Bodies bodies, const Dropped& dropped);

}  // namespace abi::clang_reader
