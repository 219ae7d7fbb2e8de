// The layouts that one declaration has on several targets.
//
//     x86_64: 16 bytes ─┐
//     riscv64: 16 bytes ─┼─► {16 bytes, on x86_64 and riscv64}, {12 bytes, on i686}
//     i686: 12 bytes ───┘
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace abi {

template <typename Value>
struct Variant {
    Value value;
    std::vector<std::string> targets;  // where the declaration is like this, in the order of the user
};

/// Adds what a declaration is on `target`. Returns true if it was not yet like this on another target.
template <typename Value, typename Same>
bool add_variant(Value value, const std::string& target, const Same& same, std::vector<Variant<Value>>& variants) {
    const auto known = std::ranges::find_if(variants, [&](const auto& one) { return same(one.value, value); });
    if (known == variants.end()) {
        variants.push_back({std::move(value), {target}});
        return true;
    }
    known->targets.push_back(target);
    return false;
}

/// Appends the variants to `all`. Each states its targets, unless a single one holds on all of the `target_count`
/// targets.
template <typename Value>
void append_variants(std::vector<Variant<Value>> variants, std::size_t target_count, std::vector<Value>& all) {
    const bool is_same = variants.size() == 1 && variants.front().targets.size() == target_count;
    for (auto& [value, targets] : variants) {
        if (!is_same) value.targets = std::move(targets);
        all.push_back(std::move(value));
    }
}

}  // namespace abi
