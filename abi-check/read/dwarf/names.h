// How compilers write names in debug information.
#pragma once

#include <string_view>

#include "read/wanted_names.h"

namespace abi::dwarf {

/// The name that a programmer writes: "CmdPacket" for Nim's "tyObject_CmdPacket__Kgre", "m.CmdPacket" for Zig's
/// "m.CmdPacket__struct_904". Returns all other names unchanged.
std::string_view spoken_name(std::string_view written);

/// Whether spoken_name may change this name, or a part at its end.
bool has_word_of_compiler(std::string_view written);

/// Whether Nim's compiler gave this name to a branch of a case object: "_kind_1". In Nim the branch has none.
bool is_nim_branch(std::string_view member);

/// Scopes that are not part of a name: "{impl#0}" and "{closure_env#1}" of Rust.
bool is_noise(std::string_view scope);

}  // namespace abi::dwarf
