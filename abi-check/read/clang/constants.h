// Enumerations and constant variables. For macros see tail.h.
#pragma once

#include <optional>
#include <string>

#include "clang/AST/Decl.h"
#include "model/layout.h"
#include "read/clang/place.h"

namespace abi::clang_reader {

Enum read_enum(const clang::EnumDecl& declared, const std::string& name, Places& places);

/// An enumerator of an enumeration that has no name.
Constant read_enumerator(const clang::EnumConstantDecl& declared, const clang::EnumDecl& owner, Places& places);

/// Nothing if the variable is not constant, or if its initialiser is not an integer known at compile time.
std::optional<Constant> read_variable(const clang::VarDecl& declared, Places& places);

}  // namespace abi::clang_reader
