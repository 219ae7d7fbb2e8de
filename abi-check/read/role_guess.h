// Guesses the role of a field from its name, because source languages cannot express it.
#pragma once

#include <string_view>

#include "model/layout.h"

namespace abi {

/// Padding: `_pad…`, `__pad…`, `pad`, `padding`, and `pad` or `padding` followed by digits and underscores only
/// ("pad_2"). Reserved: `reserved`, `rsv`, `rsvd`, `resv`, `unused`, `spare` and `mbz`, with or without leading
/// underscores, alone or followed by digits and underscores only. Everything else is data. Case is ignored.
Role guess_role(std::string_view field_name);

}  // namespace abi
