#include "check/diff_pairs.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "check/diff.h"
#include "model/name_index.h"
#include "model/problem.h"

namespace abi {
namespace {

Unread unread(const WitnessAnswer& answer) {
    return {"layer " + answer.layer, answer.target};
}

void add_cells(const LayoutPair& pair, const std::vector<Finding>& findings, Comparison& comparison) {
    const NameIndex<Record> all_before(pair.before.records);
    const NameIndex<Record> all_after(pair.after.records);
    std::unordered_set<std::string> expected;
    for (const auto& record : comparison.expected.records) expected.insert(record.name);
    std::unordered_set<std::string> known;  // records that have a cell of this layer and target
    for (const auto& cell : comparison.cells) {
        if (cell.layer == pair.layer && cell.target == pair.target) known.insert(cell.record);
    }
    for (const auto& finding : findings) {
        const Record* before = all_before.find(finding.record);
        const Record* after = all_after.find(finding.record);
        if (before == nullptr) continue;
        if (expected.insert(finding.record).second) comparison.expected.records.push_back(*before);
        if (!known.insert(finding.record).second) continue;
        Cell cell{finding.record, pair.layer, pair.target, Verdict::differs, "", std::nullopt};
        if (after != nullptr) cell.actual = *after;
        comparison.cells.push_back(std::move(cell));
    }
}

}  // namespace

void add_pair(WitnessAnswer before, WitnessAnswer now, DiffPairs& into) {
    if (!before.left_out.empty() && !now.left_out.empty()) return;
    if (!before.problems.empty() || !now.problems.empty()) return into.unread.push_back(unread(now));
    into.pairs.push_back(
        {now.layer, now.target, std::move(before.layout), std::move(now.layout), std::move(now.order_types)});
}

void add_unread(const std::vector<WitnessAnswer>& now, DiffPairs& into) {
    for (const auto& answer : now) {
        if (answer.left_out.empty()) into.unread.push_back(unread(answer));
    }
}

void pair_with_layouts(const std::string& path, std::vector<Layout> layouts, std::vector<WitnessAnswer> now,
                       DiffPairs& into) {
    for (auto& answer : now) {
        if (!answer.left_out.empty()) continue;
        const auto layout = std::ranges::find_if(
            layouts, [&](const Layout& one) { return one.origin == answer.layer && one.target == answer.target; });
        WitnessAnswer before;
        if (layout != layouts.end()) {
            before.layout = std::move(*layout);
        } else {
            Problem problem = file_problem(path, "layer " + answer.layer + " on " + answer.target,
                                           "none; make the dump with the same configuration");
            problem.pointer = "/layouts";
            before.problems = {problem};
            into.problems.push_back(std::move(problem));
        }
        add_pair(std::move(before), std::move(answer), into);
    }
}

void add_changes(const LayoutPair& pair, const std::string& older_side, Comparison& comparison) {
    const auto findings = diff(pair.before, pair.after, pair.layer, pair.target, older_side, pair.order_types);
    add_cells(pair, findings, comparison);
    comparison.findings.insert(comparison.findings.end(), findings.begin(), findings.end());
    if (std::ranges::find(comparison.layers, pair.layer) == comparison.layers.end()) {
        comparison.layers.push_back(pair.layer);
    }
}

std::vector<std::string> in_words(const std::vector<Unread>& all) {
    std::vector<std::string> words;
    const Unread* last = nullptr;
    for (const auto& one : all) {
        if (last != nullptr && last->name == one.name) {
            words.back() += ", " + one.target;
        } else {
            words.push_back(one.name + (one.target.empty() ? "" : " on " + one.target));
        }
        last = &one;
    }
    return words;
}

}  // namespace abi
