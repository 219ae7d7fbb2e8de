// Static assertions of the layout that the spec states, for a record that a C or C++ source declares.
#pragma once

#include <optional>
#include <string_view>

#include "fix/edit_text.h"
#include "model/layout.h"

namespace abi::fix {

/// Inserts assertions of the size, the alignment and the offset of each field behind the declaration of `actual`, whose
/// places are in the text of `file`. Nothing if the text has them already, if the declaration is not found or has no
/// name, or if the target decides a part of the layout.
std::optional<TextEdit> assert_layout(const Record& expected, const Record& actual, std::string_view file,
                                      std::string_view text);

}  // namespace abi::fix
