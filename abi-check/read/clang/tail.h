// Lines that are put after the last line of a unit, to learn what its
// declarations do not say: what its macros are worth, what a template is for
// arguments that nobody else gives it, and whether the parser got to the end.
#pragma once

#include <string>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"
#include "model/layout.h"
#include "read/clang/place.h"

namespace abi::clang_reader {

/// C and C++ alike: one constant for each macro among `names`, if it is
/// defined, and in C++ one typedef and one constant for each name with template
/// arguments ("ns::Ring<ns::Cmd, 64>"), between two harmless declarations. An
/// error that the unit's own unfinished end causes is reported at one of those
/// two; an error between asked_begin and asked_end only says that a name is no
/// constant or no type. Where the file is included, by itself or by others, the
/// tail is nothing.
struct UnitTail {
    std::string text;
    std::size_t asked_begin = 0;  // offsets into the text
    std::size_t asked_end = 0;
};
UnitTail unit_tail(const std::vector<std::string>& names);

/// Keeps a macro whose tokens are no expression (`#define X )`) from spoiling
/// what the tail says after it. `tail_begin`: the tail's offset in the main
/// file. To be called before the preprocessor reads the main file.
void shield_tail(clang::Preprocessor& preprocessor, std::size_t tail_begin);

/// The parser saw the tail's first declaration. It does not when a function
/// body is never closed: skipping it skips the rest of the unit, and clang has
/// nothing to say about that.
bool reached_tail(clang::ASTContext& context);

/// The macros, and the instances of variable templates, of a unit that was
/// parsed with unit_tail(names) and have an integer value.
std::vector<Constant> read_tail_constants(const std::vector<std::string>& names, clang::ASTContext& context,
                                          const clang::Preprocessor& preprocessor, Places& places);

/// A name with template arguments and the type that it means.
struct AskedType {
    std::string name;  // as the request spells it
    const clang::TypedefNameDecl* declared = nullptr;
};
std::vector<AskedType> read_tail_types(const std::vector<std::string>& names, clang::ASTContext& context);

}  // namespace abi::clang_reader
