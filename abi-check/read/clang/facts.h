// The target facts of a unit, as clang's TargetInfo and LangOptions state them.
#pragma once

#include <string>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "model/target_facts.h"

namespace abi::clang_reader {

/// What the unit was parsed for. `arguments`: its command. Fact::enum_bits is `open_choice` if the ABI leaves the size
/// of an enumeration to each compiler and the command does not state -fshort-enums or -fno-short-enums.
TargetFacts facts_of_unit(const clang::ASTContext& context, const std::vector<std::string>& arguments);

}  // namespace abi::clang_reader
