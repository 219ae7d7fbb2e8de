// The gate: compares each layer on each target with the spec.
#include "tool/gate.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>

#include "check/gate.h"
#include "check/run.h"
#include "check/waive.h"
#include "model/find.h"
#include "model/on_target.h"
#include "model/words.h"
#include "report/group.h"
#include "specfile/digest.h"
#include "tool/baseline.h"
#include "tool/check_config.h"
#include "tool/commands.h"
#include "tool/config_terms.h"
#include "tool/depfile.h"
#include "tool/prove.h"
#include "tool/shard_gate.h"

namespace abi {
namespace {

/// The digests of the specs, and of the records for which an object has one.
Digests digests_of(const std::vector<Spec>& specs, const AllAnswers& answers) {
    std::set<std::string> stamped;
    for (const auto& witnesses : answers.by_witness) {
        for (const auto& witness : witnesses) {
            for (const auto& stamp : witness.stamps) {
                for (const auto& [record, digest] : stamp.record_digests) stamped.insert(record);
            }
        }
    }
    Digests digests;
    for (const auto& spec : specs) {
        digests.specs.push_back(spec.digest);
        digests.records.merge(record_digests(spec.layout, stamped));
    }
    return digests;
}

/// How many findings of each level the text shows, so that --watch counts as its closing line does: findings with one
/// cause are one.
Totals shown_totals(const Comparison& comparison) {
    Totals totals;
    for (const auto& group : group_findings(comparison)) {
        if (is_accepted(*group.lead)) continue;
        ++(group.level == Level::error     ? totals.errors
           : group.level == Level::warning ? totals.warnings
                                           : totals.notes);
    }
    return totals;
}

/// What to say if the spec has records for other targets only.
std::string other_targets(const Layout& spec, const std::vector<std::string>& asked) {
    const auto named = targets_named(spec);
    const bool is_known = std::ranges::any_of(asked, [&](const auto& target) { return contains(named, target); });
    return named.empty() || is_known ? "" : "; the spec names " + join(named) + ", and this is " + join(asked);
}

/// What the project asks for.
Run run_of(const Project& project) {
    Run run;
    run.layers = project.all_layers;
    run.targets = project.all_targets;
    for (const auto& layer : project.config.layers) {
        auto& checked = run.checked.emplace_back(layer.name, std::vector<std::string>());
        for (const auto& target : project.config.targets) checked.targets.push_back(target.name);
    }
    run.levels = project.config.levels;
    run.today = project.today;
    return run;
}

}  // namespace

std::vector<Finding> altered_terms_of(const Project& project, const Options& options) {
    const auto effect = ": this run asks what " + project.terms.revision() + " has";
    return altered_terms(project.terms, term_files(project, options), effect);
}

Comparison check_project(const Project& project, const Options& options, const Sources& sources) {
    const AllAnswers answers = ask_layers(project, options, {}, sources);
    Comparison comparison;
    comparison.title = project.spec.origin;
    comparison.asked_by = asked_by(project);
    comparison.expected = project.spec;
    comparison.digest = digest_text(project.specs);
    for (const auto& layer : project.config.layers) comparison.layers.push_back(layer.name);
    for (const auto& target : project.config.targets) comparison.targets.push_back(target.name);
    Run run = run_of(project);
    run.forms = compare_answers(answers, digests_of(project.specs, answers), comparison);
    std::ranges::move(altered_terms_of(project, options), std::back_inserter(comparison.findings));
    run.waivers = settle(comparison, run.levels, waivers_as_printed(project, comparison.findings), run.today);
    if (options.proves) prove(project, options, answers, comparison);
    run.checked_nothing = checked_nothing(comparison, answers.by_witness);
    run.has_unread = has_unread(comparison, answers.by_witness);
    comparison.skipped = project.remarks;
    finish(run, comparison);
    comparison.run = std::make_shared<const Run>(std::move(run));
    return comparison;
}

GateEnd gate_once(const Options& options, PathsSeen* seen) {
    const auto project = seen == nullptr ? read_project(options) : read_project(options, Terms(*seen));
    if (!project) return {.status = say(project.problems)};
    if (project->specs.empty()) return {.status = say_error("nothing to check against: name a spec with --spec")};
    const auto baseline = find_baseline(*project, options);
    if (!baseline) return {.status = say(baseline.problems)};

    if (!options.shard.empty()) return {.status = run_shard(*project, options)};
    FilesRead files;
    Comparison comparison =
        check_project(*project, options, {.files_read = options.depfile.empty() ? nullptr : &files, .seen = seen});
    Status status = use_baseline(*project, options, *baseline, comparison);
    for (const auto& file : term_files(*project, options)) files.add(file);
    if (!options.depfile.empty()) status = worse(status, write_depfile(options.depfile, files.paths()));
    status = worse(status, report_gate(comparison, options, other_targets(project->spec, comparison.targets)));
    return {.status = status, .counts = seen == nullptr ? Totals{} : shown_totals(comparison), .was_compared = true};
}

Status run_gate(const Options& options) {
    if (options.checks_config) return check_config(options);
    if (options.watches) return run_watch(options);
    return gate_once(options).status;
}

Status report_gate(const Comparison& comparison, const Options& options, const std::string& hint) {
    Status status = write_reports(comparison, options);
    if (count(comparison).errors != 0) status = worse(status, Status::findings);
    if (comparison.proofs && comparison.proofs->dropped != 0) {
        say_error("abi-check was wrong about " + counted(comparison.proofs->dropped, "error") +
                  ": the compiler of the layer accepts what it must refuse (abi-refuted); please report it");
    }
    if (comparison.run->checked_nothing) {
        say_error("nothing was checked: no record could be compared on any target" + hint);
    }
    return comparison.incomplete ? Status::failed : status;
}

}  // namespace abi
