// Evidence in words.
#pragma once

#include <string>

namespace abi {

/// "23 bits"
std::string in_bits(double bits);

/// The same beside a figure that it is compared with: with as many decimals, up to three, as show the difference.
/// "22.8 bits" beside 23.1.
std::string in_bits(double bits, double beside);

}  // namespace abi
