// The target facts of one of the units (or objects) that a witness read.
#pragma once

#include <string>
#include <string_view>

#include "model/target_facts.h"

namespace abi {

/// The value of Fact::enum_bits if the ABI leaves it to each compiler, and the command states no choice.
/// AAPCS32, 7.1.3: the least size of an enumeration is that of `int`, or of the smallest type that holds its values, as
/// the platform chooses. GCC for a bare Arm machine chooses the smallest type, and clang chooses `int`.
inline constexpr std::string_view open_choice = "open";

struct UnitFacts {
    std::string unit;  // its file
    TargetFacts facts;
};

}  // namespace abi
