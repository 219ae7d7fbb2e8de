// What a field is for, guessed from its name, where a source language cannot
// say it.
#pragma once

#include <string_view>

#include "model/layout.h"

namespace abi {

/// Padding: `_pad…`, `__pad…`, `pad`, `padding`, and `pad` or `padding`
/// followed by a digit or `_`. Reserved: `reserved`, `rsv`, `rsvd`, `resv`,
/// `unused`, `spare` and `mbz`, with or without leading underscores, alone or
/// followed by a digit or `_`. Anything else is data. Capitals count like small
/// letters.
Role guess_role(std::string_view field_name);

}  // namespace abi
