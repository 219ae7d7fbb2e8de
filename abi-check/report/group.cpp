#include "report/group.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace abi {
namespace {

/// Equal for findings of one group: the cause, else all members except the target. Each text follows its length, so
/// different findings have different keys.
std::string identity(const Finding& f) {
    if (!f.cause.empty()) {
        return f.layer + "\n" + std::string(to_string(f.change)) + (f.known ? " known\n" : "\n") + f.waived + "\n" +
               f.cause;
    }
    std::string text = std::to_string(static_cast<int>(f.rule)) + "," + std::to_string(static_cast<int>(f.level)) +
                       "," + std::to_string(static_cast<int>(f.change)) + (f.known ? ",known" : "");
    const auto add = [&](const std::string& part) { text += "," + std::to_string(part.size()) + ":" + part; };
    const auto add_place = [&](const Place& place) {
        add(to_string(place));
        text += "," + std::to_string(place.end_line) + ":" + std::to_string(place.end_column);
    };
    for (const auto* part :
         {&f.record, &f.field, &f.layer, &f.witness, &f.expected, &f.actual, &f.message, &f.remedy, &f.waived}) {
        add(*part);
    }
    add_place(f.place);
    for (const auto& related : f.related) {
        add_place(related.place);
        add(related.message);
        add(related.revision);
    }
    return text;
}

/// Chooses the finding whose place is shown. If none of the group leads (the leading one is accepted in another way),
/// it is the first in the record.
const Finding* lead_of(const Group& group) {
    const auto leads = std::ranges::find_if(group.all, [](const Finding* one) { return one->leads; });
    return leads != group.all.end() ? *leads : group.all.front();
}

/// What a finding says, without its target.
auto told(const Finding& f) {
    return std::tie(f.rule, f.record, f.field, f.witness, f.expected, f.actual, f.message);
}

void note_targets(const Comparison& comparison, Group& group) {
    // Targets are named in the order of the grid.
    const auto rank = [&](const std::string& target) {
        return std::ranges::find(comparison.targets, target) - comparison.targets.begin();
    };
    for (const Finding* finding : group.all) {
        group.level = std::max(group.level, finding->level);
        if (finding->target.empty()) {
            group.every_target = true;
        } else if (std::ranges::find(group.targets, finding->target) == group.targets.end()) {
            group.targets.push_back(finding->target);
        }
    }
    std::ranges::sort(group.targets, {}, [&](const std::string& t) { return std::pair(rank(t), t); });
    std::ranges::sort(group.all, {}, [&](const Finding* f) { return std::tuple(rank(f->target), f); });
    const auto named = [&](const std::string& target) {
        return std::ranges::find(group.targets, target) != group.targets.end();
    };
    group.every_target = group.every_target || std::ranges::all_of(comparison.targets, named);
    group.lead = lead_of(group);
}

}  // namespace

bool is_same_but_target(const Finding& a, const Finding& b) {
    return told(a) == told(b);
}

std::vector<std::vector<const Finding*>> Group::by_difference() const {
    const auto is_less = [](const Finding* a, const Finding* b) { return told(*a) < told(*b); };
    std::map<const Finding*, std::size_t, decltype(is_less)> known(is_less);
    std::vector<std::vector<const Finding*>> lists;
    for (const Finding* finding : all) {
        const auto [list, is_new] = known.try_emplace(finding, lists.size());
        if (is_new) lists.emplace_back();
        lists[list->second].push_back(finding);
    }
    return lists;
}

std::vector<const Finding*> Group::differences() const {
    std::vector<const Finding*> first;
    for (const auto& list : by_difference()) first.push_back(list.front());
    return first;
}

std::vector<Group> group_findings(const Comparison& comparison) {
    std::vector<Group> groups;
    std::unordered_map<std::string, std::size_t> index;
    for (const auto& finding : comparison.findings) {
        const auto [at, is_new] = index.try_emplace(identity(finding), groups.size());
        if (is_new) groups.emplace_back();
        groups[at->second].all.push_back(&finding);
    }
    for (auto& group : groups) note_targets(comparison, group);
    std::ranges::stable_sort(groups, [](const Group& a, const Group& b) {
        const auto rank = [](const Group& one) {
            return std::tuple(one.lead->rule != Rule::altered_terms, !one.lead->waived.empty(), one.lead->known,
                              -static_cast<int>(one.level));
        };
        return rank(a) != rank(b) ? rank(a) < rank(b) : comes_before(*a.lead, *b.lead);
    });
    return groups;
}

}  // namespace abi
