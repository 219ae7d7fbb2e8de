// The target facts of one unit of DWARF.
#pragma once

#include "model/target_facts.h"
#include "read/dwarf/context.h"

namespace abi::dwarf {

/// The facts of the object, with what the unit's base types (DWARF 5, 5.1) and its producer tell: GCC writes the
/// options that change an ABI into DW_AT_producer.
TargetFacts facts_of_unit(const TargetFacts& object, const Unit& unit, const BaseTypes& types);

}  // namespace abi::dwarf
