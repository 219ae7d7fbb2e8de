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

/// What a unit is asked for: members of Request.
struct Wishes {
    std::vector<std::string> names;
    std::vector<std::string> macros;
    bool typedefs = false;
};

/// The names that the tail of the unit asks for (see tail.h).
std::vector<std::string> tail_names(const Wishes& wishes);

/// Reads the wanted declarations. Call it at the end of the unit, while clang's semantic analysis still exists.
/// `root`: as in Request. Records and enumerations are named as read/layout_names.h describes. A template is
/// instantiated for the arguments in a wanted name, and the record has the spelling of that name. An enumerator that is
/// wanted with its enumeration ("Op::exec") is a constant of that name, too. `dropped`: what clang
/// dropped (see dropped_layout_attribute).
UnitLayout read_declarations(clang::CompilerInstance& compiler, const Wishes& wishes, const std::string& root,
                             Bodies bodies, const Dropped& dropped);

}  // namespace abi::clang_reader
