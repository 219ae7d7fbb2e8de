// The tail: lines that are appended to a unit, to learn what its declarations do not show:
//
//     #ifdef LIMIT
//     static const __typeof__((LIMIT)) abi_check_value_0 = (LIMIT);     the value of a macro
//     #endif
//     typedef Ring<Cmd, 64> abi_check_type_1;                           a template for these arguments
//
// If the parser does not reach the tail, it did not read the whole unit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/Lex/Preprocessor.h"
#include "model/layout.h"
#include "read/clang/place.h"

namespace abi::clang_reader {

/// In C and C++, one constant for each of `names` that is a defined macro. In C++ also a typedef and a constant for
/// each name with template arguments ("ns::Ring<ns::Cmd, 64>"). A harmless declaration comes before and after them:
/// clang reports an error there if the unit's own text is not complete. An error between asked_begin and asked_end only
/// means that a name is not a constant or not a type. The tail is empty wherever the file is included by another one or
/// by itself.
struct UnitTail {
    std::string text;
    std::size_t asked_begin = 0;  // offsets into the text
    std::size_t asked_end = 0;
};
UnitTail unit_tail(const std::vector<std::string>& names);

/// Whether a name is that of a variable of the tail.
bool is_in_tail(std::string_view name);

/// Protects the tail from macros whose tokens are not an expression (`#define X )`). `tail_begin`: the offset of the
/// tail in the main file. Call it before the preprocessor reads the main file.
void shield_tail(clang::Preprocessor& preprocessor, std::size_t tail_begin);

/// Whether the parser read the first declaration of the tail. It does not if a function body is never closed: then
/// clang skips the rest of the unit as a part of that body, without an error.
bool reached_tail(clang::ASTContext& context);

/// The macros and the instances of variable templates that have an integer value, of a unit that was parsed with
/// unit_tail(names).
std::vector<Constant> read_tail_constants(const std::vector<std::string>& names, clang::ASTContext& context,
                                          const clang::Preprocessor& preprocessor, Places& places);

/// A name with template arguments, and the declaration of its type.
struct AskedType {
    std::string name;  // as the request spells it
    const clang::TypedefNameDecl* declared = nullptr;
};
std::vector<AskedType> read_tail_types(const std::vector<std::string>& names, clang::ASTContext& context);

}  // namespace abi::clang_reader
