// The gate: spec x layers x targets.
#include <algorithm>
#include <ctime>

#include "check/conform.h"
#include "check/invariance.h"
#include "check/stale.h"
#include "check/waive.h"
#include "check/witnesses.h"
#include "model/words.h"
#include "specfile/digest.h"
#include "tool/ask.h"
#include "tool/commands.h"

namespace abi {
namespace {

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    char text[11] = "";
    return {text, std::strftime(text, sizeof text, "%Y-%m-%d", &utc)};
}

std::string digest_of(const std::vector<Spec>& specs) {
    if (specs.size() == 1) return specs[0].digest;
    return join(specs, " ", [](const Spec& spec) { return spec.name + "=" + spec.digest; });
}

/// By record, layer, target, in the orders of spec and configuration, whatever order they were read in.
void sort_cells(Comparison& comparison) {
    const auto rank = [&](const Cell& cell) {
        const auto record = std::ranges::find(comparison.expected.records, cell.record, &Record::name);
        const auto layer = std::ranges::find(comparison.layers, cell.layer);
        const auto target = std::ranges::find(comparison.targets, cell.target);
        return std::tuple(record - comparison.expected.records.begin(), layer - comparison.layers.begin(),
                          target - comparison.targets.begin());
    };
    std::ranges::sort(comparison.cells, [&](const Cell& a, const Cell& b) { return rank(a) < rank(b); });
}

Digests digests_of(const Project& project) {
    Digests digests;
    for (const auto& spec : project.specs) {
        digests.specs.push_back(spec.digest);
        for (const auto& record : spec.layout.records) {
            digests.records.emplace(record.name, record_digest(spec.layout, record));
        }
    }
    return digests;
}

/// What could not be read and is not waived: the answer is then incomplete, which is worse than red.
bool has_unread(const Comparison& comparison, const std::vector<WitnessAnswers>& all_answers) {
    for (const auto& finding : comparison.findings) {
        if (finding.rule != Rule::unverified || !finding.waived.empty() || finding.level != Level::error) continue;
        const auto could_not_read = [&](const WitnessAnswer& t) {
            return t.layer == finding.layer && t.target == finding.target && !t.problems.empty();
        };
        const bool has_problem = std::ranges::any_of(
            all_answers, [&](const WitnessAnswers& answers) { return std::ranges::any_of(answers, could_not_read); });
        if (has_problem) return true;
    }
    return false;
}

/// A spec may hold constants and nothing else.
bool compared_constants(const std::vector<WitnessAnswers>& all_answers) {
    return std::ranges::any_of(all_answers, [](const WitnessAnswers& answers) {
        const WitnessAnswer& first = answers.front();
        return first.records.empty() && !first.constants.empty() &&
               std::ranges::any_of(answers, [](const WitnessAnswer& t) { return t.problems.empty(); });
    });
}

bool checked_nothing(const Comparison& comparison, const std::vector<WitnessAnswers>& all_answers) {
    const bool compared = std::ranges::any_of(
        comparison.cells, [](const Cell& cell) { return cell.actual && cell.verdict != Verdict::not_applicable; });
    return !compared && count(comparison).differs == 0 && !compared_constants(all_answers);
}

void compare_all(const Project& project, const std::vector<WitnessAnswers>& all_answers, Comparison& comparison) {
    const Digests digests = digests_of(project);
    std::vector<WitnessAnswer> combined;
    combined.reserve(all_answers.size());
    for (const auto& answers : all_answers) {
        combined.push_back(combine(answers));
        auto part = conform(project.spec, combined.back(), answers);
        std::ranges::move(part.findings, std::back_inserter(comparison.findings));
        std::ranges::move(part.cells, std::back_inserter(comparison.cells));
        for (const auto& answer : answers) {
            std::ranges::move(check_stale(digests, answer), std::back_inserter(comparison.findings));
        }
    }
    std::ranges::move(check_invariance(project.spec, combined), std::back_inserter(comparison.findings));
}

}  // namespace

Status run_gate(const Options& options) {
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    if (project->specs.empty()) return say_error("nothing to check against: name a spec with --spec");

    std::vector<WitnessAnswers> all_answers;
    {
        Progress progress(options.quiet);
        all_answers =
            ask_layers(*project, options, {}, {}, [&](const std::string& line) { progress.show("reading " + line); });
    }

    Comparison comparison;
    comparison.title = project->spec.origin;
    comparison.expected = project->spec;
    comparison.digest = digest_of(project->specs);
    for (const auto& layer : project->config.layers) comparison.layers.push_back(layer.name);
    for (const auto& target : project->config.targets) comparison.targets.push_back(target.name);
    compare_all(*project, all_answers, comparison);
    sort_cells(comparison);
    settle(comparison, project->config.levels, project->config.waivers, today());
    if (project->is_partial) {
        comparison.skipped.push_back("--layer and --target leave a part of the configuration out");
        // A waiver for what was left out is not unused.
        std::erase_if(comparison.findings, [](const Finding& f) { return f.rule == Rule::waiver_unused; });
    }

    const bool nothing = checked_nothing(comparison, all_answers);
    comparison.incomplete = nothing || has_unread(comparison, all_answers);
    Status status = write_reports(comparison, options);
    if (count(comparison).errors != 0) status = worse(status, Status::findings);
    if (nothing) say_error("nothing was checked: no record could be compared on any target");
    return comparison.incomplete ? Status::failed : status;
}

}  // namespace abi
