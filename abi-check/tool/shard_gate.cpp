#include "tool/shard_gate.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "history/git.h"
#include "model/words.h"
#include "shard/document.h"
#include "specfile/layer_request.h"
#include "tool/ask.h"
#include "tool/baseline.h"
#include "tool/gate.h"
#include "tool/share.h"
#include "tool/version.h"

namespace abi {
namespace {

std::string commit_here() {
    std::error_code error;
    const auto root = git_root(std::filesystem::current_path(error).string());
    const auto commit = root ? git_commit(*root, "HEAD") : Result<std::string>(Problem{});
    return commit ? *commit : "";
}

Asked asked_of(const Project& project, const Options& options) {
    Asked asked;
    asked.config = project.config.path;
    asked.specs = options.specs;
    asked.layers = options.layers;
    asked.targets = options.targets;
    asked.rules = options.rules;
    asked.baseline = options.baseline;
    asked.terms_from = project.terms.revision();
    auto files = std::vector{project.config.path};
    for (const auto& spec : project.specs) files.push_back(spec.path);
    if (const auto baseline = baseline_path(project, options); !baseline.empty()) files.push_back(baseline);
    for (const auto& path : files) {
        const auto shown = project.terms.shown(path);
        if (auto text = project.terms.read(path, shown)) asked.terms.push_back({path, shown, std::move(*text)});
    }
    asked.altered = altered_terms_of(project, options);
    for (const auto& target : project.config.targets) {
        asked.machines.push_back({.name = target.name, .triple = target.triple, .sysroot = "", .flags = {}});
    }
    asked.root = project.root;
    asked.base = project.base;
    return asked;
}

/// The options of the run that the shards are of.
Options options_of(const Asked& asked, const Options& own) {
    Options options;
    options.config = asked.config;
    options.specs = asked.specs;
    options.layers = asked.layers;
    options.targets = asked.targets;
    options.rules = asked.rules;
    options.baseline = asked.baseline;
    options.quiet = own.quiet;
    return options;
}

std::string names_of(const std::vector<Target>& targets) {
    std::vector<std::string> names;
    for (const auto& one : targets) names.push_back(one.name + (one.triple.empty() ? "" : " (" + one.triple + ")"));
    return join(names);
}

/// Why these readings are not those of the project.
std::vector<Problem> misfits(const Project& project, const NamedShard& shard,
                             const std::map<WitnessKey, Heard>& heard) {
    const auto& machines = shard.report.asked.machines;
    const auto is_same = [](const Target& a, const Target& b) { return a.name == b.name && a.triple == b.triple; };
    if (!std::ranges::equal(project.config.targets, machines, is_same)) {
        // Without targets in the configuration, the machine that runs abi-check is the target.
        return {file_problem(shard.path, "shards of " + names_of(project.config.targets) + ", where they are merged",
                             names_of(machines) + "; name the targets in the configuration")};
    }
    for (const auto& layer : project.config.layers) {
        for (const auto& target : project.config.targets) {
            if (!why_left_out(layer, target.name).empty()) continue;
            for (std::size_t at = 0; at < witnesses_on(layer, target.name).size(); ++at) {
                if (heard.contains({layer.name, target.name, at})) continue;
                return {file_problem(shard.path,
                                     "a shard that read layer " + layer.name + " on " + target.name + ", as " +
                                         std::to_string(at + 1) + ". witness",
                                     "none")};
            }
        }
    }
    return {};
}

}  // namespace

Status run_shard(const Project& project, const Options& options) {
    ShardReport report;
    report.shard = *parse_shard(options.shard);
    report.version = version_line();
    report.version.pop_back();  // the line break
    report.commit = commit_here();
    report.today = project.today;
    report.asked = asked_of(project, options);
    Share share(project, report.shard);
    ask_layers(project, options, {}, {.share = &share});
    const auto others = share.own_witnesses();
    const std::string whole = others == 0   ? ""
                              : others == 1 ? " and 1 witness"
                                            : " and " + std::to_string(others) + " witnesses";
    const auto done = counted(share.own_files(), "source") + (whole.empty() ? "" : whole + " as a whole");
    share.move_to(report);
    const auto text = shard_json(report);
    Status status = Status::conforms;
    for (const auto& one : options.reports) status = worse(status, write_result(one.file, text));
    if (!options.quiet && status == Status::conforms) {
        say_done("shard " + options.shard + " read " + done + "; 'abi-check merge' judges the reports of all shards");
    }
    return status;
}

Result<Comparison> judge_shards(std::vector<NamedShard> shards, const Options& own) {
    NamedShard first{shards.front().path, {}};
    first.report.asked = shards.front().report.asked;
    const auto& asked = first.report.asked;
    std::string today;
    for (const auto& shard : shards) today = std::max(today, shard.report.today);
    const auto heard = join_shards(std::move(shards));
    if (!heard) return heard.problems;

    const auto options = options_of(asked, own);
    auto project = read_project(options, Terms::of_shard(asked));
    if (!project) return project.problems;
    project->root = asked.root;
    project->base = asked.base;
    project->today = today;
    if (auto problems = misfits(*project, first, *heard); !problems.empty()) return problems;
    const auto baseline = find_baseline(*project, options);
    if (!baseline) return baseline.problems;
    Comparison comparison = check_project(*project, options, {.heard = &*heard});
    use_baseline(*project, options, *baseline, comparison);
    return comparison;
}

}  // namespace abi
