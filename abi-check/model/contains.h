// std::ranges::contains of C++23.
#pragma once

#include <algorithm>

namespace abi {

/// Whether an element of the range equals the value.
constexpr bool contains(const auto& range, const auto& value) {
    return std::ranges::find(range, value) != std::ranges::end(range);
}

}  // namespace abi
