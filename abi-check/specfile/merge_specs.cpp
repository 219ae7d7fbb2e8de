#include "specfile/merge_specs.h"

#include <map>

namespace abi {

Result<Layout> merge_specs(const std::vector<Spec>& specs) {
    Layout merged;
    std::map<std::string, Place> places;
    std::vector<Problem> problems;
    const auto take = [&](const auto& values, auto& into) {
        for (const auto& value : values) {
            const auto [known, is_new] = places.try_emplace(value.name, value.place);
            if (is_new) continue;
            problems.push_back(
                {value.place, "", "one declaration of " + value.name, "another at " + to_string(known->second)});
        }
        into.insert(into.end(), values.begin(), values.end());
    };
    for (const auto& spec : specs) {
        const Layout& layout = spec.layout;
        take(layout.records, merged.records);
        take(layout.enums, merged.enums);
        take(layout.constants, merged.constants);
        if (!merged.origin.empty() && merged.byte_order != layout.byte_order) {
            problems.push_back(
                {{spec.path, 1, 1, 0, 0}, "/byte_order", "the byte order of " + merged.origin, "another one"});
        }
        merged.origin += (merged.origin.empty() ? "" : ", ") + spec.path;
        merged.byte_order = layout.byte_order;
    }
    if (!problems.empty()) return problems;
    return merged;
}

std::string digest_text(const std::vector<Spec>& specs) {
    if (specs.size() == 1) return specs[0].digest;
    std::string text;
    for (const auto& spec : specs) text += (text.empty() ? "" : " ") + spec.name + "=" + spec.digest;
    return text;
}

}  // namespace abi
