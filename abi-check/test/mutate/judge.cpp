#include "test/mutate/judge.h"

#include <algorithm>

#include "check/gate.h"
#include "check/match.h"
#include "check/waive.h"

namespace abi::mutate {
namespace {

constexpr auto layer = "layer";

Comparison compare(const Trial& trial) {
    WitnessAnswer answer;
    answer.layer = layer;
    answer.target = trial.target;
    answer.witness = trial.witness;
    for (const auto& record : trial.spec->records) answer.records.push_back(record.name);
    for (const auto& one : trial.spec->enums) {
        for (const auto& enumerator : one.enumerators) answer.constants.push_back(enumerator.name);
    }
    answer.layout = trial.reading->layout;
    answer.problems = trial.reading->problems;
    answer.other_definitions = trial.reading->other_definitions;
    use_spec_names(answer, *trial.spec, {});
    Comparison comparison;
    comparison.expected = *trial.spec;
    comparison.layers = {layer};
    comparison.targets = {trial.target};
    compare_answers(combine_all({{answer}}), {}, comparison);
    settle(comparison, {}, {}, "2026-01-01");
    return comparison;
}

bool is_about_knowledge(const Finding& finding) {
    return finding.rule == Rule::unknown || finding.rule == Rule::unverified;
}

/// Debug information rarely has the alignment of a record, and the gate says so. That is no false alarm.
bool is_expected(const Finding& finding, const std::string& witness) {
    return witness == "dwarf" && finding.rule == Rule::unverified && finding.field == "alignment";
}

bool names(const Finding& finding, const Difference& difference) {
    if (std::ranges::find(difference.rules, finding.rule) == difference.rules.end()) return false;
    // A probe knows a field that it was not asked for by its place.
    const bool is_unnamed = finding.rule == Rule::extra_field && finding.field.starts_with("(unnamed");
    return finding.field == difference.field || is_unnamed;
}

bool is_told(const Finding& finding, const std::vector<Difference>& expected) {
    return std::ranges::any_of(expected, [&](const Difference& one) {
        return names(finding, one) && (finding.level == Level::error || one.is_only_told);
    });
}

Outcome outcome_of(const std::vector<const Finding*>& about, const std::vector<Difference>& expected,
                   const std::string& witness) {
    std::vector<const Finding*> errors;
    for (const auto* finding : about) {
        if (finding->level == Level::error) errors.push_back(finding);
    }
    if (expected.empty()) {
        std::erase_if(errors, [&](const Finding* one) { return is_expected(*one, witness); });
        if (errors.empty()) return Outcome::clean;
        const bool is_open = std::ranges::all_of(errors, [](const Finding* one) { return is_about_knowledge(*one); });
        return is_open ? Outcome::unanswered : Outcome::false_alarm;
    }
    if (std::ranges::any_of(about, [&](const Finding* one) { return is_told(*one, expected); })) {
        return Outcome::caught;
    }
    // That the alignment is unknown is an answer only where the alignment was changed.
    const bool has_alignment =
        std::ranges::any_of(expected, [](const Difference& one) { return one.rules.front() == Rule::alignment; });
    if (!has_alignment) std::erase_if(errors, [&](const Finding* one) { return is_expected(*one, witness); });
    // Who was only asked for some fields said that it cannot list others.
    const bool is_extra = std::ranges::all_of(expected, [](const Difference& one) {
        return one.rules.front() == Rule::extra_field || one.rules.front() == Rule::extra_enumerator;
    });
    const bool is_open =
        std::ranges::any_of(errors, [](const Finding* one) { return is_about_knowledge(*one); }) ||
        (is_extra && std::ranges::any_of(about, [](const Finding* one) { return one->rule == Rule::asked_only; }));
    if (is_open) return Outcome::unverified;
    const bool is_only_told = std::ranges::all_of(expected, &Difference::is_only_told);
    if (errors.empty() && is_only_told) return Outcome::escape;
    return errors.empty() ? Outcome::escape : Outcome::misnamed;
}

}  // namespace

bool is_wrong(Outcome outcome) {
    return outcome == Outcome::escape || outcome == Outcome::misnamed || outcome == Outcome::false_alarm;
}

std::vector<Finding> errors_of(const Trial& trial) {
    auto comparison = compare(trial);
    std::erase_if(comparison.findings, [](const Finding& finding) { return finding.level != Level::error; });
    return std::move(comparison.findings);
}

std::vector<Judgement> judge(const Trial& trial) {
    const auto comparison = compare(trial);
    std::map<std::string_view, std::vector<const Finding*>> by_record;
    for (const auto& finding : comparison.findings) by_record[finding.record].push_back(&finding);
    std::vector<Judgement> judgements;
    const auto add = [&](const std::string& name, std::size_t index, bool is_enum, const auto& expected) {
        const auto& about = by_record[name];
        Judgement one{
            .record = index, .is_enum = is_enum, .outcome = outcome_of(about, expected, trial.witness), .findings = {}};
        if (is_wrong(one.outcome)) {
            for (const auto* finding : about) {
                one.findings.push_back(std::string(row_of(finding->rule).id) + ": " + finding->message);
            }
        }
        judgements.push_back(std::move(one));
    };
    const auto& spec = *trial.spec;
    for (std::size_t i = 0; i < spec.records.size(); ++i) add(spec.records[i].name, i, false, trial.expected[i]);
    for (std::size_t i = 0; i < spec.enums.size(); ++i) add(spec.enums[i].name, i, true, trial.expected_enums[i]);
    return judgements;
}

}  // namespace abi::mutate
