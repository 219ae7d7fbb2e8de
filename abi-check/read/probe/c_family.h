// What the probes of C and C++ share.
#pragma once

#include <string_view>

#include "read/probe/ask.h"

namespace abi::probe {

/// The text before the questions: the user's files, and how answers are written; `types` is the language's own program.
std::string include_files(const Request& request, std::string_view types);

/// The command by which clang or GCC compiles C or C++ (`language`: "c", "c++") for the request's target. GCC is built
/// for one target, so it gets no option for that.
std::vector<std::string> c_command(const Request& request, const std::string& language, const std::string& source,
                                   const std::string& object);

/// The question whether a field exists.
inline constexpr std::string_view field_exists = "void abi_e@n(abi_r@o* r) { (void)r->@name; }";

/// How a language asks for a field that has an address. An array of arrays has the types abi_f@n_0, abi_f@n_1 and so
/// on, from the field to the innermost element.
struct PlainTexts {
    std::string_view first;    // declares the first type
    std::string_view element;  // declares the type @k, an element of the type @l
    std::string_view same;     // whether the innermost element, @last, is the record @inner
    std::string_view answer;   // up to the extent of the first type
    std::string_view inner;    // the extent of the type @l
};

/// The question for such a field; `offset` is the word @offset of its answer.
std::string ask_plain(const Plan& plan, std::size_t number, const PlainTexts& texts, std::string_view offset = "");

/// Asks for the files of the request. A path that an #include cannot contain is a problem (C11 6.4.7: no escapes).
Reading ask_by_include(const Request& request, const Dialect& dialect);

/// The line that fails if a value (an item) is not one of its enumeration: both compilers warn of such a case.
std::string check_value(const Plan& plan, std::size_t number);

/// How a value is written: its name, in C++ with its enumeration.
std::string value_label(const Plan& plan, const Item& value);

/// A switch without a case for the values that the probe does not know. With `has_proof`, a second one has cases that
/// no enumeration has, so that it fails if the type is an enumeration.
std::string ask_values(const Plan& plan, std::size_t number, bool has_proof);

/// The names in "enumeration values 'a' and 'b' not handled in switch".
std::vector<std::string> listed_values(const std::string& text);

/// Removes the option that turns warnings off, and those that make errors of them.
void show_warnings(std::vector<std::string>& command);

/// A part of both compilers' error for a case that is not a value of the enumeration.
inline constexpr std::string_view not_enumerated = "not in enumerated type";

/// The next form of an item. Clang and GCC report "no member named" for a field that does not exist: then no other form
/// is tried.
unsigned c_next_form(const Item& item, const std::string& text);

}  // namespace abi::probe
