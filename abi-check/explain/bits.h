// Evidence in words.
#pragma once

#include <string>

namespace abi {

/// "23 bits"
std::string in_bits(double bits);

}  // namespace abi
