// The words of a source text, for searches that do not understand its language.
#pragma once

#include <string_view>
#include <vector>

namespace abi {

/// Whether a character can be a part of a name.
bool is_name_character(char c);

/// The names, numbers and signs of a text, each a part of `text`, without comments and strings. `language` is a name of
/// probe_languages.def: Nim's comments begin with `#`, and Go has strings in backquotes.
std::vector<std::string_view> code_words(std::string_view text, std::string_view language = {});

}  // namespace abi
