// Gives the declarations of a layer the spec's names.
#pragma once

#include <map>
#include <string>

#include "check/answer.h"

namespace abi {

/// Renames records, enums, enumerators and constants of `answer` to the names of `spec`: by alias
/// (the layer's name -> the spec's name), by the same name, or by the last component of a qualified
/// one ("core::CmdPacket"). An alias that is a record's whole name does not speak of another record that
/// only ends in it. Where several records would get one name and their layouts differ, the later ones move
/// to other_definitions. What the spec does not know keeps its own name.
void use_spec_names(WitnessAnswer& answer, const Layout& spec, const std::map<std::string, std::string>& aliases);

}  // namespace abi
