// `--diff`: what the work tree changes in the layouts since a revision or a dump.
#include <algorithm>
#include <filesystem>

#include "check/diff.h"
#include "history/git.h"
#include "history/git_files.h"
#include "read/dump.h"
#include "tool/commands.h"
#include "tool/testify.h"

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

/// Sources may have been added since; then there is no older side, and all of the newer one is new.
void pair_with_revision(const Project& project, const Options& options, const std::string& commit,
                        std::vector<Testimony>& now, Progress& progress, Past& past) {
    const auto root = git_root(project.root);
    if (!root) return void(past.problems = root.problems);
    const auto tree = git_tree(*root, commit);
    if (!tree) return void(past.problems = tree.problems);
    auto files = files_at(*root, commit);
    if (!files) return void(past.problems = files.problems);

    Sources sources{*files, {}};
    const std::string below = project.root == *root ? "" : project.root.substr(root->size() + 1) + "/";
    for (const auto& [path, blob] : tree->files) {
        if (path.starts_with(below)) sources.listed.push_back(path.substr(below.size()));
    }
    auto before =
        testify(project, options, sources, {options.specs.empty() && project.specs.empty(), false},
                [&](const std::string& line) { progress.show("reading " + line + " at " + commit.substr(0, 12)); });
    for (std::size_t at = 0; at < now.size(); ++at) {
        for (auto& problem : before[at].problems) {
            problem.found += " (at " + commit.substr(0, 12) + ")";
            past.problems.push_back(problem);
        }
        past.pairs.push_back({now[at].layer, now[at].target, std::move(before[at].layout), std::move(now[at].layout)});
    }

    for (const auto& spec : project.specs) {
        const auto full = std::filesystem::absolute(spec.path).lexically_normal().string();
        if (!full.starts_with(*root + "/")) continue;
        const auto file = tree->files.find(full.substr(root->size() + 1));
        Layout before_spec;
        if (file != tree->files.end()) {
            const auto blobs = git_blobs(*root, {file->second.id});
            if (!blobs) return void(past.problems = blobs.problems);
            auto parsed = parse_spec(spec.path, blobs->begin()->second);
            for (auto& problem : parsed.problems) {
                problem.found += " (at " + commit.substr(0, 12) + ")";
                past.problems.push_back(problem);
            }
            if (!parsed) continue;
            before_spec = parsed->layout;
        }
        past.pairs.push_back({"spec " + spec.name, "", std::move(before_spec), spec.layout});
    }
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
    const auto project = read_project(options);
    if (!project) return say(project.problems);

    const bool against_dump = options.diff_against.ends_with(".json");
    std::string commit;
    Past past;
    if (against_dump) {
        past.title = "--diff " + options.diff_against;
    } else {
        const auto root = git_root(project->root);
        if (!root) return say(root.problems);
        const auto found =
            options.diff_against.empty() ? git_merge_base(*root) : git_commit(*root, options.diff_against);
        if (!found) return say(found.problems);
        commit = *found;
        past.title = "--diff " + (options.diff_against.empty() ? commit.substr(0, 12) : options.diff_against);
    }

    Progress progress(options.quiet);
    const Question question{project->specs.empty(), false};
    auto now =
        testify(*project, options, {}, question, [&](const std::string& line) { progress.show("reading " + line); });
    Status status = Status::conforms;
    std::size_t read = 0;
    for (const auto& testimony : now) {
        status = worse(status, say(testimony.problems));
        read += testimony.layout.records.size();
    }
    if (against_dump) {
        pair_with_dump(options.diff_against, now, past);
    } else {
        pair_with_revision(*project, options, commit, now, progress, past);
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
