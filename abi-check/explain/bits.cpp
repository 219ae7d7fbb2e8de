#include "explain/bits.h"

#include <cmath>

namespace abi {

std::string in_bits(double bits) {
    return std::to_string(std::llround(bits)) + " bits";
}

}  // namespace abi
