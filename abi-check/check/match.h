// Renames the declarations of a layer to the names of the spec.
#pragma once

#include <map>
#include <string>

#include "check/answer.h"

namespace abi {

/// Renames records, enums, enumerators and constants of `answer` to the names of `spec`: by alias
/// (the layer's name -> the spec's name), by the same name, or by the last component of a qualified name
/// ("core::CmdPacket"). An alias "Packet" applies to "library::Packet" only if no record of another layout is called
/// "Packet". If several records get one name and their layouts differ, the later ones move to other_definitions. A
/// name that the spec does not have stays. Members whose names a generator made up (leaves.h) give way to their own
/// members, as in C. A record that the spec nests gets the spec's name if the layer nests another record there:
/// bindgen's `exit_info__bindgen_ty_1__bindgen_ty_1` is the `mmio` of the spec.
void use_spec_names(WitnessAnswer& answer, const Layout& spec, const std::map<std::string, std::string>& aliases);

}  // namespace abi
