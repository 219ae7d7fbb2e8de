#include "explain/bits.h"

#include <cmath>
#include <cstdio>

namespace abi {
namespace {

constexpr int most_decimals = 3;

std::string rounded(double bits, int decimals) {
    if (decimals == 0) return std::to_string(std::llround(bits));
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, bits);
    return text;
}

}  // namespace

std::string in_bits(double bits) {
    return rounded(bits, 0) + " bits";
}

std::string in_bits(double bits, double beside) {
    int decimals = 0;
    while (decimals < most_decimals && rounded(bits, decimals) == rounded(beside, decimals)) ++decimals;
    // Equal figures need no decimals.
    if (rounded(bits, decimals) == rounded(beside, decimals)) decimals = 0;
    return rounded(bits, decimals) + " bits";
}

}  // namespace abi
