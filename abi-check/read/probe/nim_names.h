// Names of Nim, and what Nim makes of them in C.
#pragma once

#include <string>
#include <string_view>

namespace abi::probe {

/// Whether Nim accepts the name: it begins with a letter, and underscores are only between other characters.
bool is_nim_name(std::string_view name);

/// The last component: "module.Type" and "module::Type" are Type in the included file.
std::string last_nim_name(const std::string& name);

/// The name in Nim, as `abi-check gen nim` writes it: no name begins or ends with `_`, and no two follow each other.
/// `_pad` is `pad`, `data_` is `data`, `a__b` is `a_b`.
std::string nim_spelling(const std::string& name);

/// The name of a field in the C that Nim generates: it has no `_` before a digit. A keyword of C also gets "_0" behind
/// it, so the probe asks for both names.
std::string c_name_of_nim(const std::string& name);

}  // namespace abi::probe
