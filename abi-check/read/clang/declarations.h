// What a parsed unit declares: the walk from the translation unit down to
// records and constants.
#pragma once

#include <string>
#include <vector>

#include "clang/Frontend/CompilerInstance.h"
#include "read/clang/attributes.h"
#include "read/unit_layout.h"

namespace abi::clang_reader {

/// Whether the parser skipped function bodies; only in those that it read is
/// anything declared.
enum class Bodies { skipped, read };

/// To be called at the end of the unit, while its semantic analysis still
/// lives. `names`, `root`: as in Request. A record is named by its own
/// qualified name; by a typedef's if only that is wanted; by both if both are.
/// A nested record without a name is named after its field ("Packet::header"). A
/// name with template arguments is instantiated if it must be, and spelt as in
/// `names`. An enumerator that is asked for together with its enumeration
/// ("Op::exec") is a constant of that name, too. `unknown`: what clang has
/// dropped; see dropped_layout_attribute.
UnitLayout read_declarations(clang::CompilerInstance& compiler, const std::vector<std::string>& names,
                             const std::string& root, Bodies bodies, const std::vector<UnknownAttribute>& unknown);

}  // namespace abi::clang_reader
