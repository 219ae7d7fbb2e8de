// What has a value: enumerations and constant variables. For macros see
// clang_tail.h.
#pragma once

#include <optional>
#include <string>

#include "clang/AST/Decl.h"
#include "model/layout.h"
#include "read/clang_place.h"

namespace abi {

Enum read_enum(const clang::EnumDecl& declared, const std::string& name, ClangPlaces& places);

/// An enumerator of an enumeration that has no name.
Constant read_enumerator(const clang::EnumConstantDecl& declared, const clang::EnumDecl& owner, ClangPlaces& places);

/// Nothing when the variable is not constant, or its initialiser is not an
/// integer known at compile time.
std::optional<Constant> read_variable(const clang::VarDecl& declared, ClangPlaces& places);

}  // namespace abi
