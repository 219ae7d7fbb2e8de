#include "tool/past.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <utility>

#include "history/git.h"
#include "history/git_files.h"

namespace abi {
namespace {

/// The text of a file in the revision, by its path today. Nothing if the revision does not have it.
std::optional<std::string> text_at(const GitTree& tree, const std::string& path) {
    std::error_code error;
    const auto full = std::filesystem::weakly_canonical(path, error);
    const auto file = tree.files.find(full.lexically_relative(tree.root).generic_string());
    if (error || file == tree.files.end()) return std::nullopt;
    const auto blobs = git_blobs(tree.root, std::vector{file->second.id});
    return blobs ? std::optional(blobs->begin()->second) : std::nullopt;
}

/// Adds problems of the revision. A line number belongs to the old revision, so it is moved into the message and
/// dropped from the place.
void add_problems(std::vector<Problem> problems, const std::string& commit, std::vector<Problem>& into) {
    for (auto& problem : problems) {
        const std::string where = problem.place.line == 0 ? "" : to_string(problem.place) + " ";
        problem.found += " (" + where + "at " + short_name(commit) + ")";
        problem.place = {problem.place.file, 0, 0, 0, 0};
        into.push_back(std::move(problem));
    }
}

/// The project with the inputs, aliases and specs of the revision, which may have moved since.
Project project_at(const Project& project, const GitTree& tree, std::vector<Problem>& problems) {
    Project then = project;
    then.specs.clear();
    std::vector<std::string> spec_paths;
    spec_paths.reserve(project.specs.size());
    for (const auto& spec : project.specs) spec_paths.push_back(spec.path);

    const auto text = project.config.path.empty() ? std::nullopt : text_at(tree, project.config.path);
    if (text) {
        auto config = parse_config(project.config.path, *text);
        add_problems(config.problems, tree.commit, problems);
        if (!config) return then;
        keep_readers_of_sources(*config);
        for (auto& layer : then.config.layers) {
            const auto old_layer = std::ranges::find(config->layers, layer.name, &Layer::name);
            if (old_layer == config->layers.end()) continue;
            layer.witnesses = old_layer->witnesses;
            layer.aliases = old_layer->aliases;
        }
        for (const auto& path : config->specs)
            spec_paths.push_back((std::filesystem::path(project.root) / path).string());
    }
    std::set<std::string> seen;  // today's configuration and the older one mostly name the same specs
    for (const auto& path : spec_paths) {
        std::error_code ignored;
        if (!seen.insert(std::filesystem::weakly_canonical(path, ignored).string()).second) continue;
        const auto spec_text = text_at(tree, path);
        if (!spec_text) continue;
        auto spec = parse_spec(path, *spec_text);
        add_problems(spec.problems, tree.commit, problems);
        const bool known = spec && std::ranges::find(then.specs, spec->name, &Spec::name) != then.specs.end();
        if (spec && !known) then.specs.push_back(std::move(*spec));
    }
    return then;
}

}  // namespace

std::string short_name(const std::string& commit) {
    return commit.substr(0, 12);
}

void keep_readers_of_sources(Config& config) {
    for (auto& layer : config.layers) {
        std::erase_if(layer.witnesses, [](const Witness& witness) { return !reads_sources(witness); });
    }
    std::erase_if(config.layers, [](const Layer& layer) { return layer.witnesses.empty(); });
}

PastAnswer ask_revision(const Project& project, const Options& options, const std::string& root,
                        const std::string& commit, const Scope& scope) {
    const auto tree = git_tree(root, commit);
    if (!tree) return {.problems = tree.problems};
    auto files = files_at(root, commit);
    if (!files) return {.problems = files.problems};

    PastAnswer answer;
    Sources sources{*files, root, {}, short_name(commit)};
    for (const auto& [path, blob] : tree->files) sources.listed.push_back(path);
    answer.project = project_at(project, *tree, answer.problems);
    answer.knows_specs = answer.problems.empty();
    answer.combined = ask_layers(*answer.project, options, scope, sources).combined;
    for (auto& combined : answer.combined) {
        add_problems(std::exchange(combined.problems, {}), commit, combined.problems);
        std::ranges::copy(combined.problems, std::back_inserter(answer.problems));
    }
    return answer;
}

}  // namespace abi
