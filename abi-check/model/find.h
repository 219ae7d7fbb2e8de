// Short searches in lists.
#pragma once

#include <algorithm>
#include <string_view>

namespace abi {

/// Whether an element of the list equals the value (std::ranges::contains of C++23).
constexpr bool contains(const auto& list, const auto& value) {
    return std::ranges::find(list, value) != std::ranges::end(list);
}

/// The first element with that name; null if there is none.
constexpr const auto* find_named(const auto& list, std::string_view name) {
    const auto found = std::ranges::find_if(list, [&](const auto& element) { return element.name == name; });
    return found == list.end() ? nullptr : &*found;
}

}  // namespace abi
