// How a C or C++ source spells the types of a spec. The names are those that the source uses already: uint32_t, __u32,
// u32 or unsigned int.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "fix/c_tokens.h"
#include "model/layout.h"

namespace abi::fix {

struct TypeWords {
    std::string_view unsigned_begin;  // "uint"
    std::string_view signed_begin;    // "int"
    std::string_view end;             // "_t"
    bool is_cpp = false;
};

/// The words for integers that the record uses, else the text, else the names of the language.
TypeWords type_words(const Record& record, const Tokens& text, bool is_cpp);

/// One element of a type: "uint32_t", "float", "void *". Nothing for records, enumerations and what C has no name for.
std::optional<std::string> spell_element(const Type& type, const TypeWords& words);

/// A member without its semicolon: "uint32_t pad[3]", "unsigned int low : 3". Nothing as for spell_element, and if C
/// does not allow the name.
std::optional<std::string> spell_member(const Field& field, const TypeWords& words);

/// Whether the source is C++: by the file that was compiled, the file that holds the text, or its words.
bool is_cpp_text(std::string_view file, std::string_view unit, const Tokens& text);

}  // namespace abi::fix
