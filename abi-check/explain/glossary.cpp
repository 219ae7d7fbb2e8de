#include "explain/glossary.h"

#include <algorithm>

namespace abi {

Glossary::Glossary(std::span<const CandidateSource> sources) {
    for (const auto& source : sources) {
        for (const auto& one : source.layout->enums) {
            std::map<std::uint64_t, std::string> names;
            for (const auto& enumerator : one.enumerators) names.emplace(low_word(enumerator.value), enumerator.name);
            enums_.push_back(std::move(names));
        }
        for (const auto& constant : source.layout->constants) {
            if (is_mark(constant.value)) constants_.emplace(constant.value.low, constant.name);
        }
    }
}

std::string Glossary::enumerator(const FieldSpan& slot, std::uint64_t value) const {
    for (const auto& names : enums_) {
        const bool is_it = names.size() == slot.known.size() &&
                           std::ranges::all_of(slot.known, [&](auto known) { return names.contains(known); });
        const auto named = is_it ? names.find(value) : names.end();
        if (named != names.end()) return named->second;
    }
    return "";
}

std::string Glossary::constant(std::uint64_t value) const {
    const auto named = constants_.find(value);
    return named == constants_.end() ? "" : named->second;
}

}  // namespace abi
