// `--diff`: what the work tree changes in the layouts since a revision or a dump.
#include <algorithm>
#include <filesystem>

#include "check/diff.h"
#include "check/witnesses.h"
#include "history/git.h"
#include "read/dump.h"
#include "tool/commands.h"
#include "tool/past.h"

namespace abi {
namespace {

/// A layer on a target (or a spec, on all) before and after.
struct Pair {
    std::string layer;
    std::string target;
    Layout before;
    Layout after;
};

/// The older side of everything.
struct Past {
    std::string title;
    std::vector<Pair> pairs;
    std::vector<Problem> problems;
};

void pair_specs(const Project& before, const Project& after, Past& past) {
    for (const auto& spec : after.specs) {
        const auto old_spec = std::ranges::find(before.specs, spec.name, &Spec::name);
        const Layout none;
        past.pairs.push_back(
            {"spec " + spec.name, "", old_spec == before.specs.end() ? none : old_spec->layout, spec.layout});
    }
}

/// Sources may have been added since; then there is no older side, and all of the newer one is new.
void pair_with_revision(const Project& project, const Options& options, const std::string& root,
                        const std::string& commit, std::vector<Testimony>& now, Progress& progress, Past& past) {
    auto then = ask_revision(project, options, root, commit, {project.specs.empty(), false},
                             [&](const std::string& line) { progress.show(line); });
    past.problems = std::move(then.problems);
    if (!then.project) return;
    for (std::size_t at = 0; at < now.size(); ++at) {
        past.pairs.push_back(
            {now[at].layer, now[at].target, std::move(then.believed[at].layout), std::move(now[at].layout)});
    }
    pair_specs(*then.project, project, past);
}

void pair_with_dump(const std::string& path, std::vector<Testimony>& now, Past& past) {
    auto layouts = read_dump(path);
    if (!layouts) return void(past.problems = layouts.problems);
    for (auto& testimony : now) {
        const auto before = std::ranges::find_if(*layouts, [&](const Layout& layout) {
            return layout.origin == testimony.layer && layout.target == testimony.target;
        });
        if (before == layouts->end()) {
            past.problems.push_back({{path, 0, 0, 0, 0},
                                     "/layouts",
                                     "layer " + testimony.layer + " on " + testimony.target,
                                     "none; make the dump with the same configuration"});
            continue;
        }
        past.pairs.push_back({testimony.layer, testimony.target, std::move(*before), std::move(testimony.layout)});
    }
}

/// Layers of which nothing can be compared with a revision.
std::vector<Problem> without_a_past(const Config& config) {
    std::vector<Problem> problems;
    for (const auto& layer : config.layers) {
        if (std::ranges::any_of(layer.witnesses, reads_sources)) continue;
        problems.push_back({layer.place, "", "a witness of layer " + layer.name + " that reads sources (clang, dump)",
                            "none, and compiled files are in no history; compare with a dump: --diff DUMP.json"});
    }
    return problems;
}

/// Only what changed is worth a cell.
void add_cells(const Pair& pair, const std::vector<Finding>& findings, Comparison& comparison) {
    for (const auto& finding : findings) {
        const Record* before = find_record(pair.before, finding.record);
        const Record* after = find_record(pair.after, finding.record);
        if (before == nullptr && after == nullptr) continue;
        if (find_record(comparison.expected, finding.record) == nullptr && before != nullptr) {
            comparison.expected.records.push_back(*before);
        }
        const bool known = std::ranges::any_of(comparison.cells, [&](const Cell& cell) {
            return cell.record == finding.record && cell.layer == pair.layer && cell.target == pair.target;
        });
        if (known || before == nullptr) continue;
        Cell cell{finding.record, pair.layer, pair.target, Verdict::differs, "", std::nullopt};
        if (after != nullptr) cell.actual = *after;
        comparison.cells.push_back(std::move(cell));
    }
}

}  // namespace

Status run_diff(const Options& options) {
    auto project = read_project(options);
    if (!project) return say(project.problems);

    const bool against_dump = options.diff_against.ends_with(".json");
    std::string commit;
    std::string root;
    Past past;
    if (against_dump) {
        past.title = "--diff " + options.diff_against;
    } else {
        const auto found_root = git_root(project->root);
        if (!found_root) return say(found_root.problems);
        root = *found_root;
        if ((project->root + "/").rfind(root + "/", 0) != 0) {
            return say_error("--diff: " + project->root + " does not lie in the work tree " + root);
        }
        const auto found = options.diff_against.empty() ? git_merge_base(root) : git_commit(root, options.diff_against);
        if (!found) return say(found.problems);
        commit = *found;
        past.title = "--diff " + (options.diff_against.empty() ? commit.substr(0, 12) : options.diff_against);
    }

    Status status = Status::conforms;
    if (!against_dump) {
        status = worse(status, say(without_a_past(project->config)));
        keep_readers_of_sources(project->config);
    }
    Progress progress(options.quiet);
    const Scope scope{project->specs.empty(), false};
    std::vector<Testimony> now;
    std::size_t read = 0;
    for (const auto& hearing :
         testify(*project, options, {}, scope, [&](const std::string& line) { progress.show("reading " + line); })) {
        now.push_back(believe(hearing));
        status = worse(status, say(now.back().problems));
        read += now.back().layout.records.size();
    }
    if (against_dump) {
        pair_with_dump(options.diff_against, now, past);
    } else {
        pair_with_revision(*project, options, root, commit, now, progress, past);
    }
    progress.show("");
    status = worse(status, say(past.problems));

    Comparison comparison;
    comparison.title = past.title;
    comparison.is_diff = true;
    for (const auto& pair : past.pairs) {
        const auto findings = diff(pair.before, pair.after, pair.layer, pair.target);
        add_cells(pair, findings, comparison);
        comparison.findings.insert(comparison.findings.end(), findings.begin(), findings.end());
        if (std::ranges::find(comparison.layers, pair.layer) == comparison.layers.end()) {
            comparison.layers.push_back(pair.layer);
        }
    }
    for (const auto& target : project->config.targets) comparison.targets.push_back(target.name);
    sort_findings(comparison.findings);
    status = worse(status, write_reports(comparison, options));
    if (read == 0 && past.pairs.empty()) status = worse(status, say_error("nothing was compared"));
    return count(comparison).errors != 0 ? worse(status, Status::findings) : status;
}

}  // namespace abi
