// Lines that are put after the last line of a unit, to learn two things that
// its declarations do not say: what its macros are worth, and whether the
// parser got to the end.
#pragma once

#include <string>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"
#include "model/layout.h"
#include "read/clang_place.h"

namespace abi {

/// C and C++ alike: one constant for each macro among `names`, if it is
/// defined, between two harmless declarations. An error that the unit's own
/// unfinished end causes is reported at one of those two; an error between
/// macros_begin and macros_end only says that a macro is no constant. Where the
/// file is included, by itself or by others, the tail is nothing.
struct UnitTail {
    std::string text;
    std::size_t macros_begin = 0;  // offsets into the text
    std::size_t macros_end = 0;
};
UnitTail unit_tail(const std::vector<std::string>& names);

/// The parser saw the tail's last declaration. It does not when a function body
/// is never closed: skipping it skips the rest of the unit, and clang has
/// nothing to say about that.
bool reached_end(clang::ASTContext& context);

/// The macros of a unit that was parsed with unit_tail(names) and have an
/// integer value.
std::vector<Constant> read_macros(const std::vector<std::string>& names, clang::ASTContext& context,
                                  const clang::Preprocessor& preprocessor, Places& places);

}  // namespace abi
