// Guesses the role of a field from its name, because source languages cannot express it.
#pragma once

#include <string_view>

#include "model/layout.h"

namespace abi {

/// Padding: `pad`, `padding` and bindgen's `__bindgen_padding_0`. Reserved: `reserved`, `rsv`, `rsvd`, `resv`,
/// `unused`, `spare` and `mbz`. Each may have underscores and digits before and behind it ("_pad", "__reserved2",
/// "pad_2"), and nothing else, but for the letters with which USB and Windows tell a type ("bReserved"): "_paddr",
/// "pad_left" and "unused_count" are data, like every other name. Case is ignored.
Role guess_role(std::string_view field_name);

/// Whether a name that is data begins with one of these words, after underscores and digits: "_paddr", "pad_left".
/// Only a person can tell what such a field is for.
bool begins_like_padding(std::string_view field_name);

}  // namespace abi
