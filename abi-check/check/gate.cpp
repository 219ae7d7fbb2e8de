#include "check/gate.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "check/conform.h"
#include "check/in_record.h"
#include "check/invariance.h"
#include "check/target_check.h"

namespace abi {
namespace {

/// Whether a layer that was asked for constants only could be read: a spec may hold nothing else.
bool compared_constants(std::span<const WitnessAnswers> answers) {
    return std::ranges::any_of(answers, [](const WitnessAnswers& witnesses) {
        const WitnessAnswer& first = witnesses.front();
        return first.records.empty() && !first.constants.empty() &&
               std::ranges::any_of(witnesses, [](const WitnessAnswer& one) { return one.problems.empty(); });
    });
}

}  // namespace

std::vector<RecordForms> compare_answers(const AllAnswers& answers, const Digests& digests, Comparison& comparison) {
    const auto add = [&](std::vector<Finding> findings) {
        std::ranges::move(findings, std::back_inserter(comparison.findings));
    };
    for (std::size_t at = 0; at < answers.combined.size(); ++at) {
        const WitnessAnswers& witnesses = answers.by_witness[at];
        auto part = conform(comparison.expected, answers.combined[at], witnesses);
        add(std::move(part.findings));
        std::ranges::move(part.cells, std::back_inserter(comparison.cells));
        add(check_targets(witnesses));
        for (const auto& witness : witnesses) {
            add(check_stale(digests, witness));
            if (is_empty(witness.layout.facts)) continue;
            comparison.facts.push_back({witness.layer, witness.target, witness.witness, witness.layout.facts});
        }
    }
    auto forms = forms_of(comparison.expected, answers.combined);
    add(findings_across_targets(comparison.expected, forms));
    sort_cells(comparison);
    return forms;
}

void sort_cells(Comparison& comparison) {
    std::unordered_map<std::string_view, std::size_t> records;
    for (const auto& record : comparison.expected.records) records.try_emplace(record.name, records.size());
    const auto rank = [&](const Cell& cell) {
        const auto layer = std::ranges::find(comparison.layers, cell.layer);
        const auto target = std::ranges::find(comparison.targets, cell.target);
        return std::tuple(records.at(cell.record), layer - comparison.layers.begin(),
                          target - comparison.targets.begin());
    };
    std::ranges::stable_sort(comparison.cells, [&](const Cell& a, const Cell& b) { return rank(a) < rank(b); });
}

std::vector<Finding> findings_across_targets(const Layout& spec, std::span<const RecordForms> forms) {
    auto findings = check_invariance(spec, forms);
    note_order(findings, spec, {});
    return findings;
}

bool has_unread(const Comparison& comparison, std::span<const WitnessAnswers> answers) {
    return std::ranges::any_of(comparison.findings, [&](const Finding& finding) {
        if (finding.rule != Rule::unverified || !finding.waived.empty() || finding.level != Level::error) return false;
        const auto could_not_read = [&](const WitnessAnswer& one) {
            return one.layer == finding.layer && one.target == finding.target && !one.problems.empty();
        };
        return std::ranges::any_of(
            answers, [&](const auto& witnesses) { return std::ranges::any_of(witnesses, could_not_read); });
    });
}

bool checked_nothing(const Comparison& comparison, std::span<const WitnessAnswers> answers) {
    // A record that is missing differs, and has no layout. Whether that is accepted makes no difference.
    const bool compared = std::ranges::any_of(comparison.cells, [](const Cell& cell) {
        if (cell.verdict == Verdict::not_applicable) return false;
        return cell.actual || cell.verdict != Verdict::unverified;
    });
    return !compared && !compared_constants(answers);
}

}  // namespace abi
