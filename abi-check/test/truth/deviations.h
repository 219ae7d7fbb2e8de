// Where GCC and clang lay one declaration out differently, and why: these records have no one truth, and each reader
// is held to the compiler whose object it read.
#pragma once

#include <string>
#include <string_view>

#include "test/truth/shape.h"

namespace abi::truth {

/// The reason for which the two may differ about this subject on a machine; empty: there is none, they must agree.
std::string deviation(const Unit& unit, const Subject& subject, std::string_view machine);

}  // namespace abi::truth
