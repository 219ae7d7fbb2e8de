// `--diff`: what the work tree changes in the layouts since a revision or a dump.
#include <algorithm>
#include <iterator>
#include <optional>

#include "check/diff.h"
#include "check/witnesses.h"
#include "history/git.h"
#include "read/dump/reader.h"
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

/// A commit, and the root of the work tree that it belongs to.
struct Revision {
    std::string root;
    std::string commit;
};

/// What could not be read of one layer on one target, or of a spec, on either side. Unknown is not a change.
struct Unread {
    std::string name;    // "layer hal", "spec membrane"
    std::string target;  // empty: on all
};

/// The older side of everything, beside today's.
struct Past {
    std::vector<Pair> pairs;
    std::vector<Unread> unread;
    std::vector<Problem> problems;
};

Unread unread(const WitnessAnswer& answer) {
    return {"layer " + answer.layer, answer.target};
}

/// Nothing of a layer is compared when one of its files could not be read: what is missing may stand there.
void add_pair(WitnessAnswer before, WitnessAnswer now, Past& past) {
    if (!before.problems.empty() || !now.problems.empty()) return past.unread.push_back(unread(now));
    past.pairs.push_back({now.layer, now.target, std::move(before.layout), std::move(now.layout)});
}

/// A spec may have been added since; then all of it is new, unless the older one is there and could not be read.
void pair_specs(const PastAnswer& then, const Project& after, Past& past) {
    for (const auto& spec : after.specs) {
        const auto old_spec = std::ranges::find(then.project->specs, spec.name, &Spec::name);
        const bool is_there = old_spec != then.project->specs.end();
        if (!is_there && !then.knows_specs) {
            past.unread.push_back({"spec " + spec.name, ""});
            continue;
        }
        past.pairs.push_back({"spec " + spec.name, "", is_there ? old_spec->layout : Layout{}, spec.layout});
    }
}

/// Sources may have been added since; then there is no older side, and all of the newer one is new.
void pair_with_revision(const Project& project, const Options& options, const Revision& revision,
                        std::vector<WitnessAnswer> now, Progress& progress, Past& past) {
    auto then = ask_revision(project, options, revision.root, revision.commit, {project.specs.empty(), false},
                             [&](const std::string& line) { progress.show(line); });
    std::ranges::move(then.problems, std::back_inserter(past.problems));
    if (!then.project) return void(std::ranges::transform(now, std::back_inserter(past.unread), unread));
    for (std::size_t at = 0; at < now.size(); ++at) {
        add_pair(std::move(then.combined[at]), std::move(now[at]), past);
    }
    pair_specs(then, project, past);
}

Problem not_in_dump(const std::string& path, const WitnessAnswer& answer) {
    return {{path, 0, 0, 0, 0},
            "/layouts",
            "layer " + answer.layer + " on " + answer.target,
            "none; make the dump with the same configuration"};
}

void pair_with_dump(const std::string& path, std::vector<WitnessAnswer> now, Past& past) {
    auto layouts = dump::read(path);
    if (!layouts) {
        std::ranges::move(layouts.problems, std::back_inserter(past.problems));
        return void(std::ranges::transform(now, std::back_inserter(past.unread), unread));
    }
    for (auto& answer : now) {
        const auto layout = std::ranges::find_if(
            *layouts, [&](const Layout& one) { return one.origin == answer.layer && one.target == answer.target; });
        WitnessAnswer before;
        if (layout != layouts->end()) {
            before.layout = std::move(*layout);
        } else {
            before.problems = {not_in_dump(path, answer)};
            past.problems.push_back(before.problems.front());
        }
        add_pair(std::move(before), std::move(answer), past);
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

/// "layer hal on armv7, riscv64": once, with all of its targets.
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

void compare(const Pair& pair, const std::string& older_side, Comparison& comparison) {
    const auto findings = diff(pair.before, pair.after, pair.layer, pair.target, older_side);
    add_cells(pair, findings, comparison);
    comparison.findings.insert(comparison.findings.end(), findings.begin(), findings.end());
    if (std::ranges::find(comparison.layers, pair.layer) == comparison.layers.end()) {
        comparison.layers.push_back(pair.layer);
    }
}

/// The commit to compare with, or nothing, and then it is said why.
std::optional<Revision> find_revision(const Project& project, const Options& options) {
    const auto root = git_root(project.root);
    if (!root) return say(root.problems), std::nullopt;
    if ((project.root + "/").rfind(*root + "/", 0) != 0) {
        return say_error("--diff: " + project.root + " does not lie in the work tree " + *root), std::nullopt;
    }
    const auto commit = options.diff_against.empty() ? git_merge_base(*root) : git_commit(*root, options.diff_against);
    if (!commit) return say(commit.problems), std::nullopt;
    return Revision{*root, *commit};
}

/// What the layers say today; what could not be read is said later, with what could not be read of the past.
std::vector<WitnessAnswer> ask_today(const Project& project, const Options& options, Progress& progress, Past& past) {
    std::vector<WitnessAnswer> now;
    for (const auto& answers : ask_layers(project, options, {}, {project.specs.empty(), false},
                                          [&](const std::string& line) { progress.show("reading " + line); })) {
        now.push_back(combine(answers));
        std::ranges::copy(now.back().problems, std::back_inserter(past.problems));
    }
    return now;
}

std::string title_of(const Options& options, const std::optional<Revision>& revision) {
    const bool is_named = !options.diff_against.empty();
    return "--diff " + (is_named ? options.diff_against : short_name(revision->commit));
}

}  // namespace

Status run_diff(const Options& options) {
    auto project = read_project(options);
    if (!project) return say(project.problems);
    const bool against_dump = options.diff_against.ends_with(".json");
    std::optional<Revision> revision;
    Past past;
    if (!against_dump) {
        revision = find_revision(*project, options);
        if (!revision) return Status::failed;
        past.problems = without_a_past(project->config);
        keep_readers_of_sources(project->config);
    }
    Progress progress(options.quiet);
    auto now = ask_today(*project, options, progress, past);
    if (against_dump) {
        pair_with_dump(options.diff_against, std::move(now), past);
    } else {
        pair_with_revision(*project, options, *revision, std::move(now), progress, past);
    }
    progress.show("");

    Comparison comparison;
    comparison.title = title_of(options, revision);
    comparison.is_diff = true;
    const std::string older_side = revision ? short_name(revision->commit) : options.diff_against;
    for (const auto& pair : past.pairs) compare(pair, older_side, comparison);
    for (const auto& target : project->config.targets) comparison.targets.push_back(target.name);
    sort_findings(comparison.findings);
    comparison.problems = each_once(std::move(past.problems));
    comparison.unread = in_words(past.unread);
    Status status = say(comparison.problems);
    if (past.pairs.empty() && comparison.problems.empty()) status = say_error("nothing was compared");
    comparison.incomplete = status == Status::failed;
    status = worse(status, write_reports(comparison, options));
    return count(comparison).errors != 0 ? worse(status, Status::findings) : status;
}

}  // namespace abi
