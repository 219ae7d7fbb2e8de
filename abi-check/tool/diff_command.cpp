// `--diff`: compares the layouts of the work tree with those of a revision or of a dump.
#include <algorithm>
#include <iterator>
#include <optional>

#include "check/diff_pairs.h"
#include "check/growth.h"
#include "history/git.h"
#include "model/find.h"
#include "model/on_target.h"
#include "model/words.h"
#include "read/dump/reader.h"
#include "tool/commands.h"
#include "tool/past.h"
#include "tool/shown.h"

namespace abi {
namespace {

/// A commit, and the root of the work tree that it belongs to.
struct Commit {
    std::string root;
    std::string name;
};

/// Adds a spec with its older side: once for all targets, or once for each target if a part of it depends on the
/// target.
void pair_spec(const std::string& name, const Layout& before, const Layout& after, const Config& config,
               DiffPairs& past) {
    if (names_that_vary(before).empty() && names_that_vary(after).empty()) {
        past.pairs.push_back({"spec " + name, "", before, after});
        return;
    }
    for (const auto& target : config.targets) {
        past.pairs.push_back({"spec " + name, target.name, on_target(before, target.name, ByteOrder::native),
                              on_target(after, target.name, ByteOrder::native)});
    }
}

/// Adds each spec with its older side. If the revision does not have a spec, all of it is new, unless its file is there
/// and could not be read.
void pair_specs(const PastAnswer& then, const Project& after, DiffPairs& past) {
    for (const auto& spec : after.specs) {
        const auto old_spec = std::ranges::find(then.project->specs, spec.name, &Spec::name);
        const bool is_there = old_spec != then.project->specs.end();
        if (!is_there && !then.knows_specs) {
            past.unread.push_back({"spec " + spec.name, ""});
            continue;
        }
        pair_spec(spec.name, is_there ? old_spec->layout : Layout{}, spec.layout, after.config, past);
    }
}

/// The files of today and of the revision that state what the gate asks, where the change alters them.
std::vector<Finding> terms_altered_since(const Project& then, const Project& now, const Options& options) {
    auto files = term_files(now, options);
    std::ranges::move(term_files(then, options), std::back_inserter(files));
    return altered_terms(then.terms, files,
                         " since " + then.terms.revision() + ": the change alters what it is judged by");
}

/// If the revision does not have the sources of a layer, its older side is empty, and all of the newer one is new.
/// Returns which of the terms the change alters.
std::vector<Finding> pair_with_revision(const Project& project, const Options& options, const Commit& revision,
                                        std::vector<WitnessAnswer> now, DiffPairs& past) {
    auto then = ask_revision(project, options, revision.root, revision.name, {project.specs.empty(), false});
    std::ranges::move(then.problems, std::back_inserter(past.problems));
    past.unchanged = std::move(then.unchanged);
    if (!then.project) return add_unread(now, past), std::vector<Finding>();
    for (std::size_t at = 0; at < now.size(); ++at) {
        add_pair(std::move(then.combined[at]), std::move(now[at]), past);
    }
    pair_specs(then, project, past);
    return terms_altered_since(*then.project, project, options);
}

void pair_with_dump(const std::string& path, std::vector<WitnessAnswer> now, DiffPairs& past) {
    auto layouts = dump::read(path, shown_here(path));
    if (layouts) return pair_with_layouts(path, std::move(*layouts), std::move(now), past);
    std::ranges::move(layouts.problems, std::back_inserter(past.problems));
    add_unread(now, past);
}

/// A problem for each layer that cannot be compared with a revision.
std::vector<Problem> without_a_past(const Config& config) {
    std::vector<Problem> problems;
    for (const auto& layer : config.layers) {
        if (std::ranges::any_of(layer.witnesses, reads_sources)) continue;
        problems.push_back({layer.place, "",
                            "a witness of layer " + layer.name + " that reads sources (clang, probe, dump)",
                            "none; compiled files have no history, so compare with a dump: --diff DUMP.json"});
    }
    return problems;
}

/// A line for each layer whose compiled files are left out: "layer hal: ...".
std::vector<std::string> objects_left_out(const Config& config) {
    std::vector<std::string> lines;
    for (const auto& layer : config.layers) {
        std::vector<std::string> readers;
        for (const auto& witness : layer.witnesses) {
            if (!reads_sources(witness) && !contains(readers, witness.reader)) readers.push_back(witness.reader);
        }
        if (readers.empty() || !std::ranges::any_of(layer.witnesses, reads_sources)) continue;
        lines.push_back("layer " + layer.name + ": its compiled files (" + list_names(readers, "and") +
                        "), which have no history; its sources were compared");
    }
    return lines;
}

/// The commit to compare with. Prints why and returns nothing if there is none.
std::optional<Commit> find_revision(const Project& project, const Options& options) {
    const auto root = git_root(project.root);
    if (!root) return say(root.problems), std::nullopt;
    if ((project.root + "/").rfind(*root + "/", 0) != 0) {
        return say_error("--diff: " + project.root + " does not lie in the work tree " + *root), std::nullopt;
    }
    const auto commit = options.diff_against.empty() ? git_merge_base(*root) : git_commit(*root, options.diff_against);
    if (!commit) return say(commit.problems), std::nullopt;
    return Commit{*root, *commit};
}

std::string title_of(const Options& options, const std::optional<Commit>& revision) {
    const bool is_named = !options.diff_against.empty();
    return "--diff " + (is_named ? options.diff_against : short_name(revision->name));
}

}  // namespace

Status run_diff(const Options& options) {
    auto project = read_project(options);
    if (!project) return say(project.problems);
    const bool against_dump = options.diff_against.ends_with(".json");
    std::optional<Commit> revision;
    DiffPairs past;
    std::vector<std::string> left_out;
    if (!against_dump) {
        revision = find_revision(*project, options);
        if (!revision) return Status::failed;
        past.problems = without_a_past(project->config);
        left_out = objects_left_out(project->config);
        keep_readers_of_sources(project->config);
    }
    Comparison comparison;
    auto today = ask_layers(*project, options, {project->specs.empty(), false});
    std::ranges::move(today.problems, std::back_inserter(past.problems));
    if (against_dump) {
        pair_with_dump(options.diff_against, std::move(today.combined), past);
    } else {
        comparison.findings = pair_with_revision(*project, options, *revision, std::move(today.combined), past);
    }

    comparison.title = title_of(options, revision);
    comparison.asked_by = asked_by(*project);
    comparison.is_diff = true;
    const std::string older_side = revision ? short_name(revision->name) : options.diff_against;
    for (auto& pair : past.pairs) {
        // A reader cannot see whether a record may grow.
        if (!pair.target.empty()) take_growth(on_target(project->spec, pair.target), pair.after);
    }
    for (const auto& pair : past.pairs) add_changes(pair, older_side, comparison);
    for (const auto& target : project->config.targets) comparison.targets.push_back(target.name);
    sort_findings(comparison.findings);
    comparison.problems = each_once(std::move(past.problems));
    comparison.unread = in_words(past.unread);
    comparison.skipped = project->remarks;
    std::ranges::move(left_out, std::back_inserter(comparison.skipped));
    std::ranges::move(past.unchanged, std::back_inserter(comparison.skipped));
    Status status = say(comparison.problems);
    if (past.pairs.empty() && comparison.problems.empty()) status = say_error("nothing was compared");
    comparison.incomplete = status == Status::failed;
    status = worse(status, write_reports(comparison, options));
    return count(comparison).errors != 0 ? worse(status, Status::findings) : status;
}

}  // namespace abi
