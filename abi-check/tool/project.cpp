#include "tool/project.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"
#include "model/words.h"
#include "read/object/machine.h"
#include "specfile/suggest.h"

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
        return Problem{{}, option, join(things, ", ", &Thing::name), in_quotes(name)};
    }
    std::erase_if(things, [&](const Thing& thing) { return std::ranges::find(names, thing.name) == names.end(); });
    return std::nullopt;
}

/// Named after its architecture, unless another target has that name.
Target target_of_triple(const std::string& triple, const std::vector<Target>& others) {
    const std::string name = triple.substr(0, triple.find('-'));
    const bool taken = std::ranges::find(others, name, &Target::name) != others.end();
    return {taken ? triple : name, triple, "", {}};
}

/// The target that flags choose by themselves: its triple stays empty, so that the command is left alone.
Target target_of_flags(const std::vector<std::string>& flags) {
    std::string triple = llvm::sys::getDefaultTargetTriple();
    for (std::size_t at = 0; at < flags.size(); ++at) {
        const std::string option = "--target=";
        if (flags[at].starts_with(option)) triple = flags[at].substr(option.size());
        if (flags[at] == "-target" && at + 1 < flags.size()) triple = flags[at + 1];
        if (flags[at] == "-m32") triple = llvm::Triple(triple).get32BitArchVariant().str();
    }
    return {triple.substr(0, triple.find('-')), "", "", {}};
}

/// The machine that inputs are for, and which of them said so first.
struct Machine {
    llvm::Triple triple;
    std::string whose;
};

/// Without --target the column is the machine of what was compiled; sources are read for the one that their flags
/// choose. Two machines at once would be one column that neither deserves.
Result<Target> target_of_inputs(const Options& options, const Witness& sources, const Witness& objects) {
    const Target chosen = target_of_flags(options.flags);
    std::optional<Machine> machine;
    std::error_code error;
    const bool has_source =
        std::ranges::any_of(sources.inputs, [&](const auto& input) { return fs::exists(input.files, error); });
    if (has_source) machine = {llvm::Triple(chosen.name), "the sources (--target names another)"};
    for (const auto& object : objects.inputs) {
        for (const auto& found : object::machines_of(object.files)) {
            if (!machine) machine = {found, object.files};
            if (object::is_same_machine(machine->triple.getArch(), found.getArch())) continue;
            return Problem{{object.files, 0, 0, 0, 0},
                           "",
                           "code for one machine at a time",
                           object::name_of_machine(found) + " here and " + object::name_of_machine(machine->triple) +
                               " in " + machine->whose};
        }
    }
    if (has_source || !machine) return chosen;
    const std::string name = object::name_of_machine(machine->triple);
    return Target{name, name, "", {}};
}

/// The configuration that `abi-check --spec S SOURCES -- FLAGS` means.
Result<Config> config_of_sources(const Options& options) {
    Config config;
    config.folder = ".";
    config.compile_commands = options.build_folder;
    for (const auto& triple : options.targets) config.targets.push_back(target_of_triple(triple, config.targets));
    Layer layer;
    layer.name = "sources";
    Witness sources;
    sources.flags = options.flags;
    Witness objects;
    objects.reader = "dwarf";
    for (const auto& word : options.words) {
        (object::is_compiled_file(word) ? objects : sources).inputs.push_back({word, {}});
    }
    if (config.targets.empty()) {
        const auto target = target_of_inputs(options, sources, objects);
        if (!target) return target.problems;
        config.targets = {*target};
    }
    if (!sources.inputs.empty()) layer.witnesses.push_back(sources);
    if (!objects.inputs.empty()) layer.witnesses.push_back(objects);
    config.layers = {layer};
    return config;
}

/// -p: another build's commands, and its files where the configuration names files of its own build.
void use_build(Config& config, const std::string& folder) {
    const std::string own = fs::path(config.compile_commands + "/").lexically_normal().string();
    for (auto& layer : config.layers) {
        for (auto& witness : layer.witnesses) {
            for (auto& input : witness.inputs) {
                if (own.size() > 1 && input.files.starts_with(own)) {
                    input.files = (fs::path(folder) / input.files.substr(own.size())).string();
                }
            }
        }
    }
    config.compile_commands = folder;
}

std::vector<std::string> names_of_records(const Layout& spec) {
    std::vector<std::string> names;
    names.reserve(spec.records.size() + spec.enums.size());
    for (const auto& record : spec.records) names.push_back(record.name);
    for (const auto& one : spec.enums) names.push_back(one.name);
    return names;
}

std::vector<std::string> names_of_values(const Layout& spec) {
    std::vector<std::string> names;
    names.reserve(spec.constants.size());
    for (const auto& constant : spec.constants) names.push_back(constant.name);
    for (const auto& one : spec.enums) {
        for (const auto& enumerator : one.enumerators) names.push_back(enumerator.name);
    }
    return names;
}

/// A pattern or a name that meets nothing switches a check off without a word: it is a typo.
std::vector<Problem> check_names(const Config& config, const std::vector<std::string>& targets, const Layout& spec) {
    std::vector<Problem> problems;
    const auto records = names_of_records(spec);
    const auto values = names_of_values(spec);
    for (const auto& layer : config.layers) {
        const auto check = [&](const std::vector<std::string>& patterns, const std::vector<std::string>& names,
                               const char* what) {
            for (const auto& pattern : patterns) {
                const bool meets = std::ranges::any_of(names, [&](const auto& n) { return matches_glob(pattern, n); });
                if (meets || pattern == "*") continue;
                problems.push_back({layer.place, "", std::string(what) + " of a spec in layer " + layer.name,
                                    in_quotes(pattern) + did_you_mean(pattern, names)});
            }
        };
        check(layer.records, records, "a record");
        check(layer.constants, values, "a constant");
        std::vector<std::string> all = records;
        all.insert(all.end(), values.begin(), values.end());
        for (const auto& [alias, name] : layer.aliases) check({name}, all, "a name");
    }
    for (const auto& record : spec.records) {
        std::vector<std::string> others;  // that the record does not name already
        std::ranges::copy_if(targets, std::back_inserter(others), [&](const auto& target) {
            return std::ranges::find(record.targets, target) == record.targets.end();
        });
        for (const auto& target : record.targets) {
            const std::string hint = did_you_mean(target, others);
            if (std::ranges::find(targets, target) != targets.end() || hint.empty()) continue;
            problems.push_back(
                {record.place, "", "a target of the configuration in " + record.name, in_quotes(target) + hint});
        }
    }
    return problems;
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
    std::vector<std::string> all_targets;
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
        for (const auto& target : project.config.targets) all_targets.push_back(target.name);
        project.is_partial = !options.layers.empty() || !options.targets.empty();
        if (auto problem = keep_named(project.config.layers, options.layers, "--layer")) return *problem;
        if (auto problem = keep_named(project.config.targets, options.targets, "--target")) return *problem;
        if (!options.build_folder.empty()) {
            use_build(project.config, fs::absolute(options.build_folder).lexically_normal().string());
        }
    } else {
        auto config = config_of_sources(options);
        if (!config) return config.problems;
        project.config = std::move(*config);
    }
    const std::string folder = project.config.folder.empty() ? "." : project.config.folder;
    std::error_code error;
    project.root = fs::weakly_canonical(fs::absolute(folder, error), error).string();
    if (error) return Problem{{folder, 0, 0, 0, 0}, "", "a folder that can be entered", error.message()};

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
    if (options.specs.empty() && options.words.empty()) {
        problems = check_names(project.config, all_targets, project.spec);
        if (!problems.empty()) return problems;
    }
    return project;
}

}  // namespace abi
