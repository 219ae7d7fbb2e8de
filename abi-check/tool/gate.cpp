// The gate: compares each layer on each target with the spec.
#include "tool/gate.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "check/gate.h"
#include "check/waive.h"
#include "specfile/digest.h"
#include "tool/ask.h"
#include "tool/baseline.h"
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

Digests digests_of(const std::vector<Spec>& specs) {
    Digests digests;
    for (const auto& spec : specs) {
        digests.specs.push_back(spec.digest);
        const auto records = record_digests(spec.layout);
        digests.records.insert(records.begin(), records.end());
    }
    return digests;
}

}  // namespace

GateResult check_project(const Project& project, const Options& options) {
    const AllAnswers answers = ask_layers(project, options);
    Comparison comparison;
    comparison.title = project.spec.origin;
    comparison.expected = project.spec;
    comparison.digest = digest_text(project.specs);
    for (const auto& layer : project.config.layers) comparison.layers.push_back(layer.name);
    for (const auto& target : project.config.targets) comparison.targets.push_back(target.name);
    compare_answers(answers, digests_of(project.specs), comparison);
    settle(comparison, project.config.levels, project.config.waivers, today());
    if (project.is_partial) {
        comparison.skipped.push_back("--layer and --target leave a part of the configuration out");
        // A waiver may be for a part that was left out, so it is not reported as unused.
        std::erase_if(comparison.findings, [](const Finding& f) { return f.rule == Rule::waiver_unused; });
    }
    const bool nothing = checked_nothing(comparison, answers.by_witness);
    comparison.incomplete = nothing || has_unread(comparison, answers.by_witness);
    return {std::move(comparison), nothing};
}

Status run_gate(const Options& options) {
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    if (project->specs.empty()) return say_error("nothing to check against: name a spec with --spec");
    const auto baseline = find_baseline(*project, options);
    if (!baseline) return say(baseline.problems);

    auto [comparison, nothing] = check_project(*project, options);
    Status status = use_baseline(*project, options, *baseline, comparison);
    status = worse(status, write_reports(comparison, options));
    if (count(comparison).errors != 0) status = worse(status, Status::findings);
    if (nothing) say_error("nothing was checked: no record could be compared on any target");
    return comparison.incomplete ? Status::failed : status;
}

}  // namespace abi
