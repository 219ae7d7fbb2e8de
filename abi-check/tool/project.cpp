#include "tool/project.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "llvm/TargetParser/Host.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

constexpr const char* config_name = ".abi-check.json";

/// Makes `path` relative to the current folder again, so that messages stay short.
std::string below(const std::string& folder, const std::string& path) {
    const fs::path whole = fs::path(path).is_absolute() ? fs::path(path) : fs::path(folder) / path;
    return whole.lexically_normal().string();
}

template <typename Thing>
std::optional<Problem> keep_named(std::vector<Thing>& things, const std::vector<std::string>& names,
                                  const std::string& option) {
    if (names.empty()) return std::nullopt;
    for (const auto& name : names) {
        if (std::ranges::find(things, name, &Thing::name) != things.end()) continue;
        std::string known;
        for (const auto& thing : things) known += (known.empty() ? "" : ", ") + thing.name;
        return Problem{{}, option, known, "\"" + name + "\""};
    }
    std::erase_if(things, [&](const Thing& thing) { return std::ranges::find(names, thing.name) == names.end(); });
    return std::nullopt;
}

Target target_of_triple(const std::string& triple) {
    return {triple.substr(0, triple.find('-')), triple, "", {}};
}

/// The configuration that `abi-check --spec S SOURCES -- FLAGS` means.
Config config_of_sources(const Options& options) {
    Config config;
    config.folder = ".";
    config.compile_commands = options.build_folder;
    for (const auto& triple : options.targets) config.targets.push_back(target_of_triple(triple));
    if (config.targets.empty()) config.targets = {target_of_triple(llvm::sys::getDefaultTargetTriple())};
    Layer layer;
    layer.name = "sources";
    for (const auto& word : options.words) layer.inputs.push_back({word, {}});
    layer.flags = options.flags;
    config.layers = {layer};
    return config;
}

}  // namespace

std::string find_config(const Options& options) {
    if (!options.config.empty()) return options.config;
    std::error_code error;
    for (fs::path folder = fs::current_path(error); !error; folder = folder.parent_path()) {
        if (fs::exists(folder / config_name, error)) {
            return (folder / config_name).lexically_proximate(fs::current_path()).string();
        }
        if (folder == folder.root_path()) break;
    }
    return "";
}

Result<Layout> merge_specs(const std::vector<Spec>& specs) {
    Layout merged;
    std::map<std::string, Place> places;
    std::vector<Problem> problems;
    const auto take = [&](const std::string& name, const Place& place) {
        const auto [known, is_new] = places.try_emplace(name, place);
        if (!is_new)
            problems.push_back({place, "", "one declaration of " + name, "another at " + to_string(known->second)});
    };
    for (const auto& spec : specs) {
        for (const auto& record : spec.layout.records) take(record.name, record.place);
        for (const auto& one : spec.layout.enums) take(one.name, one.place);
        for (const auto& constant : spec.layout.constants) take(constant.name, constant.place);
        if (!merged.origin.empty() && merged.byte_order != spec.layout.byte_order) {
            problems.push_back({{spec.path, 1, 1, 0, 0}, "/byte_order", "that of " + merged.origin, "the other one"});
        }
        merged.origin += (merged.origin.empty() ? "" : ", ") + spec.path;
        merged.byte_order = spec.layout.byte_order;
        merged.records.insert(merged.records.end(), spec.layout.records.begin(), spec.layout.records.end());
        merged.enums.insert(merged.enums.end(), spec.layout.enums.begin(), spec.layout.enums.end());
        merged.constants.insert(merged.constants.end(), spec.layout.constants.begin(), spec.layout.constants.end());
    }
    if (!problems.empty()) return problems;
    return merged;
}

Result<Project> read_project(const Options& options) {
    Project project;
    if (options.words.empty()) {
        const std::string path = find_config(options);
        if (path.empty()) {
            return Problem{{},
                           "",
                           std::string(config_name) + " here or in a folder above, or --config, or sources",
                           "none of them"};
        }
        auto config = read_config(path);
        if (!config) return config.problems;
        project.config = std::move(*config);
        project.is_partial = !options.layers.empty() || !options.targets.empty();
        if (auto problem = keep_named(project.config.layers, options.layers, "--layer")) return *problem;
        if (auto problem = keep_named(project.config.targets, options.targets, "--target")) return *problem;
        if (!options.build_folder.empty()) {
            project.config.compile_commands = fs::absolute(options.build_folder).lexically_normal().string();
        }
    } else {
        project.config = config_of_sources(options);
    }
    const std::string folder = project.config.folder.empty() ? "." : project.config.folder;
    project.root = fs::absolute(folder).lexically_normal().string();
    if (project.root.ends_with('/') && project.root.size() > 1) project.root.pop_back();

    std::vector<Problem> problems;
    std::vector<std::string> paths = options.specs;
    if (paths.empty()) {
        for (const auto& path : project.config.specs) paths.push_back(below(folder, path));
    }
    for (const auto& path : paths) {
        auto spec = read_spec(path);
        if (spec) project.specs.push_back(std::move(*spec));
        problems.insert(problems.end(), spec.problems.begin(), spec.problems.end());
    }
    if (!problems.empty()) return problems;
    auto merged = merge_specs(project.specs);
    if (!merged) return merged.problems;
    project.spec = std::move(*merged);
    return project;
}

}  // namespace abi
