#include "model/replayed.h"

#include <algorithm>

namespace abi {
namespace {

ComparedCase compare_case(const std::vector<const ReplayedSet*>& sets, std::size_t index) {
    ComparedCase compared{.name = sets.front()->cases[index].name, .answers = {}};
    const ReplayedCase& first = sets.front()->cases[index];
    compared.is_same = true;
    for (const auto* set : sets) {
        const auto found = std::ranges::find(set->cases, compared.name, &ReplayedCase::name);
        const ReplayedCase* one = found == set->cases.end() ? nullptr : &*found;
        compared.answers.push_back({set, one});
        compared.is_same = compared.is_same && one != nullptr && (one->passed || one->unsupported) &&
                           one->unsupported == first.unsupported && one->answer == first.answer;
    }
    return compared;
}

}  // namespace

std::vector<ComparedSet> compare_targets(const Replayed& replayed) {
    std::vector<ComparedSet> compared;
    for (const auto& set : replayed.sets) {
        const auto known = std::ranges::find(compared, set.origin, &ComparedSet::origin);
        if (set.is_generated || known != compared.end()) continue;
        std::vector<const ReplayedSet*> sets;
        for (const auto& other : replayed.sets) {
            if (other.origin == set.origin) sets.push_back(&other);
        }
        if (sets.size() < 2) continue;
        ComparedSet& made = compared.emplace_back(ComparedSet{.origin = set.origin, .targets = {}, .cases = {}});
        for (const auto* one : sets) made.targets.push_back(one->target);
        for (std::size_t i = 0; i < set.cases.size(); ++i) made.cases.push_back(compare_case(sets, i));
    }
    return compared;
}

std::string short_answer(const ReplayedCase& one) {
    if (one.answer.empty()) return "no answer";
    if (one.unsupported) return "not supported";
    std::string text = one.answered.empty() ? one.verdict : one.answered;
    for (const auto& value : one.answer) {
        const bool is_verdict = value.path == "verdict";
        if (is_verdict && text.empty()) text = value.value;
    }
    if (one.passed) return text;
    for (const auto& field : one.fields) {
        if (!field.found.empty()) text += ", " + field.path + " " + field.found;
    }
    return text;
}

}  // namespace abi
