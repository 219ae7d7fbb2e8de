#include "tool/past.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "history/git_files.h"
#include "model/problem.h"
#include "tool/inputs.h"
#include "tool/laid_out.h"
#include "tool/shown.h"

namespace abi {
namespace {

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
Project project_at(const Project& project, const Revision& revision, const std::string& commit,
                   std::vector<Problem>& problems) {
    Project then = project;
    then.terms = Terms::of_files(short_name(commit), revision);
    then.specs.clear();
    std::vector<std::string> spec_paths;
    spec_paths.reserve(project.specs.size());
    for (const auto& spec : project.specs) spec_paths.push_back(spec.path);

    const auto text = project.config.path.empty() ? std::nullopt : text_at(revision, project.config.path);
    if (text) {
        auto config = parse_config(shown_here(project.config.path), *text);
        add_problems(config.problems, commit, problems);
        if (!config) return then;
        keep_readers_of_sources(*config);
        then.config.baseline = config->baseline;
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
        const auto spec_text = text_at(revision, path);
        if (!spec_text) continue;
        auto spec = parse_spec(shown_here(path), *spec_text);
        add_problems(spec.problems, commit, problems);
        if (spec) spec->path = path;
        const bool known = spec && std::ranges::find(then.specs, spec->name, &Spec::name) != then.specs.end();
        if (spec && !known) then.specs.push_back(std::move(*spec));
    }
    return then;
}

std::set<std::string> files_of_layer(const Project& project, const Layer& layer, const Sources& sources) {
    std::set<std::string> paths;
    for (const auto& witness : layer.witnesses) {
        for (const auto& target : project.config.targets) {
            for (auto& path : files_of(project, layer, witness, target, sources).paths) paths.insert(std::move(path));
        }
    }
    return paths;
}

/// A line for each layer with inputs that come from the disk: "layer hal: build/gen.h ...".
std::vector<std::string> inputs_without_a_past(const Project& project, const Sources& sources) {
    std::vector<std::string> lines;
    for (const auto& layer : project.config.layers) {
        std::map<std::string, std::string> names;  // by what git thinks of them
        for (const auto& path : files_of_layer(project, layer, sources)) {
            const auto then = sources.then.find(path);
            if (then.origin != Origin::disk) continue;
            const bool is_inside = then.path.starts_with(sources.root + "/");
            auto& list = names[is_inside ? "not in git" : "outside of the repository"];
            list += (list.empty() ? "" : ", ") + shown(project, path);
        }
        for (const auto& [why, list] : names) {
            lines.push_back("layer " + layer.name + ": changes of " + list + " (" + why +
                            ", so both sides are today's file)");
        }
    }
    return lines;
}

/// Whether a compiler reads files of the revision, and so needs them on the disk.
bool has_probe(const Config& config) {
    return std::ranges::any_of(config.layers, [](const Layer& layer) {
        return std::ranges::find(layer.witnesses, "probe", &Witness::reader) != layer.witnesses.end();
    });
}

}  // namespace

std::optional<std::string> text_at(const Revision& then, const std::string& path) {
    const auto buffer = then.files->getBufferForFile(std::filesystem::absolute(path).string());
    return buffer ? std::optional((*buffer)->getBuffer().str()) : std::nullopt;
}

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
    auto revision = files_at(root, commit);
    if (!revision) return {.problems = revision.problems};

    PastAnswer answer;
    Sources sources{*revision, root, short_name(commit)};
    answer.project = project_at(project, *revision, commit, answer.problems);
    for (const auto& path : revision->take_unknown()) {
        answer.problems.push_back(file_problem(shown(project, path),
                                               "a file that git can read at " + short_name(commit),
                                               "an object that is not in this clone"));
    }
    answer.knows_specs = answer.problems.empty();
    std::optional<LaidOut> laid_out;
    if (has_probe(answer.project->config)) sources.laid_out = &laid_out.emplace(*revision);
    answer.combined = ask_for_layouts(*answer.project, options, scope, sources).combined;
    for (auto& combined : answer.combined) {
        add_problems(std::exchange(combined.problems, {}), commit, combined.problems);
        std::ranges::copy(combined.problems, std::back_inserter(answer.problems));
    }
    answer.unchanged = inputs_without_a_past(*answer.project, sources);
    return answer;
}

}  // namespace abi
