#include "tool/project.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"
#include "model/find.h"
#include "model/readers.h"
#include "model/words.h"
#include "read/clang/reader.h"
#include "read/object/machine.h"
#include "specfile/layer_request.h"
#include "tool/inputs.h"
#include "tool/shown.h"
#include "tool/today.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

constexpr const char* config_name = ".abi-check.json";

/// A path in `folder` as seen from the current folder, so that messages stay short.
std::string below(const std::string& folder, const std::string& path) {
    const fs::path whole = fs::path(path).is_absolute() ? fs::path(path) : fs::path(folder) / path;
    return whole.lexically_normal().string();
}

/// The target of a triple. Its name is the architecture, unless another target has that name.
Target target_of_triple(const std::string& triple, const std::vector<Target>& others) {
    const std::string name = triple.substr(0, triple.find('-'));
    const bool taken = std::ranges::find(others, name, &Target::name) != others.end();
    return {taken ? triple : name, triple, "", {}};
}

/// The target of a machine that no option names. The host has no triple, so that no reader adds a flag for it.
Target target_of_machine(const std::string& triple) {
    const llvm::Triple machine(triple);
    const bool is_host = machine == llvm::Triple(llvm::sys::getDefaultTargetTriple());
    return {machine.getArchName().str(), is_host ? "" : triple, "", {}};
}

/// What the clang reader is asked for the sources of the command line.
clang_reader::Request request_for(const Options& options, const Witness& sources) {
    clang_reader::Request request;
    std::error_code error;
    request.root = fs::weakly_canonical(".", error).string();
    for (const auto& input : sources.inputs) {
        for (const auto& path : expand_on_disk(request.root, input.files).files) {
            request.files.push_back((fs::path(request.root) / path).lexically_normal().string());
        }
    }
    if (!request.files.empty() && !options.build_folder.empty()) {
        request.compile_commands = fs::absolute(options.build_folder, error).lexically_normal().string();
    }
    request.flags = options.flags;
    request.extra_args = options.extra_args;
    return request;
}

/// The target that the compile commands and the flags choose for the sources. One column is one target, so sources for
/// two machines are an error.
Result<Target> target_of_sources(const Options& options, const Witness& sources) {
    auto request = request_for(options, sources);
    if (request.files.empty()) request.files.push_back(request.root + "/unit.c");
    const auto machines = clang_reader::machines_of(request);
    if (!machines) return machines.problems;
    const auto shown = [&](std::size_t at) { return shown_from(request.root, base_folder(), request.files[at]); };
    for (std::size_t at = 1; at < machines->size(); ++at) {
        if ((*machines)[at] == machines->front()) continue;
        return file_problem(shown(at), "commands for one machine at a time, or --target",
                            (*machines)[at] + " here and " + machines->front() + " in " + shown(0));
    }
    return target_of_machine(machines->front());
}

/// The machine of the inputs, and which input gave it first.
struct Machine {
    llvm::Triple triple;
    std::string whose;
};

/// Whether code for the machine may run here. ELF does not tell the system, and sources beside an object need the
/// headers of one, so it is taken to be ours.
bool is_of_this_machine(const llvm::Triple& machine) {
    const llvm::Triple host(llvm::sys::getDefaultTargetTriple());
    const bool is_ours = machine.getOS() == llvm::Triple::UnknownOS || machine.getOS() == host.getOS();
    return is_ours && machine.isOSBinFormatELF() && object::is_same_machine(machine, host);
}

/// The target where the command line names none: the one that compile commands or flags choose for the sources, else
/// the machine of the objects, else the host. Code for two machines cannot share one column, so mixing it is an error.
Result<Target> target_of_inputs(const Options& options, const Witness& sources, const Witness& objects) {
    auto chosen = target_of_sources(options, sources);
    if (!chosen) return chosen.problems;
    std::optional<Machine> machine;
    std::error_code error;
    const bool has_source =
        std::ranges::any_of(sources.inputs, [&](const auto& input) { return fs::exists(input.files, error); });
    const bool is_stated = !options.build_folder.empty() || !chosen->triple.empty();
    if (has_source && is_stated) machine = {llvm::Triple(chosen->name), "the sources (--target names another)"};
    for (const auto& object : objects.inputs) {
        for (const auto& found : machines_of_compiled(object.files)) {
            if (!machine) machine = {found, shown_here(object.files)};
            if (object::is_same_machine(machine->triple, found)) continue;
            return file_problem(shown_here(object.files), "code for one machine at a time",
                                object::name_of_machine(found) + " here and " +
                                    object::name_of_machine(machine->triple) + " in " + machine->whose);
        }
    }
    const bool is_ours = machine && !is_stated && is_of_this_machine(machine->triple);
    if ((has_source && is_stated) || !machine || is_ours) return *chosen;
    const std::string name = object::name_of_machine(machine->triple);
    // CodeView is Windows' own. Other debug information does not tell the system.
    return Target{name, machine->triple.isOSWindows() ? machine->triple.str() : name, "", {}};
}

/// "A=B" in its parts. A problem if there is no "=".
Result<std::pair<std::string, std::string>> split_pair(const char* option, const char* expected,
                                                       const std::string& text) {
    const auto equals = text.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
        return Problem{{}, option, expected, in_quotes(text)};
    }
    return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

/// --rule: the levels of the command line win over those of the configuration.
std::optional<Problem> apply_rules(const Options& options, Config& config) {
    for (const auto& text : options.rules) {
        const auto pair = split_pair("--rule", "ID=LEVEL, such as abi-size=note", text);
        if (!pair) return pair.problems[0];
        auto problem = set_level(pair->first, pair->second, config.levels);
        if (!problem) continue;
        problem->pointer = "--rule";
        return problem;
    }
    return std::nullopt;
}

/// --alias, --record and --rule for the layers of the sources.
std::optional<Problem> apply_options(const Options& options, Config& config) {
    for (const auto& text : options.aliases) {
        const auto pair = split_pair("--alias", "OWN=NAME, such as drv_packet=Packet", text);
        if (!pair) return pair.problems[0];
        for (auto& layer : config.layers) layer.aliases[pair->first] = pair->second;
    }
    for (auto& layer : config.layers) {
        // init drafts the records that match; it has no spec yet.
        if (!options.records.empty() && options.command == Command::gate) layer.records = options.records;
    }
    return apply_rules(options, config);
}

/// --record asks for records and enums only: constants belong to none of them.
void leave_out_constants(const Layout& spec, Layer& layer) {
    auto names = constants_of(spec, layer);
    std::erase_if(names, [&](const auto& name) { return find_named(spec.constants, name) != nullptr; });
    layer.constants = std::move(names);
}

/// The layers of the sources: one for C, C++ and compiled files, and one for each other language.
std::vector<Layer> layers_of_sources(const Options& options) {
    Layer layer;
    layer.name = "sources";
    Witness sources;
    sources.flags = options.flags;
    std::map<std::string, Witness> objects;  // by reader
    std::map<std::string, Layer> probed;     // by language
    for (const auto& word : options.words) {
        if (const auto* language = probed_language(word)) {
            const std::string name(language->name);
            auto& made = probed[name];
            made.name = name;
            if (made.witnesses.empty()) {
                made.witnesses = {
                    {.reader = "probe", .inputs = {}, .exclude = {}, .flags = options.flags, .language = name}};
            }
            made.witnesses.front().inputs.push_back({word, {}});
        } else {
            const auto reader = reader_of_compiled(word, !options.btf_base.empty());
            auto& witness = reader.empty() ? sources : objects[reader];
            if (!reader.empty()) witness.reader = reader;
            witness.inputs.push_back({word, {}});
        }
    }
    std::vector<Layer> layers;
    if (!sources.inputs.empty()) layer.witnesses.push_back(sources);
    for (const auto& [reader, witness] : objects) layer.witnesses.push_back(witness);
    if (!layer.witnesses.empty()) layers.push_back(layer);
    for (auto& [language, one] : probed) layers.push_back(std::move(one));
    return layers;
}

/// The compiled files of all layers.
Witness compiled_files(const std::vector<Layer>& layers) {
    Witness all;
    for (const auto& layer : layers) {
        for (const auto& witness : layer.witnesses) {
            if (reads_compiled(witness))
                all.inputs.insert(all.inputs.end(), witness.inputs.begin(), witness.inputs.end());
        }
    }
    return all;
}

/// The witness of the layers that is of this reader; without inputs if there is none.
Witness witness_of(const std::vector<Layer>& layers, std::string_view reader) {
    for (const auto& layer : layers) {
        for (const auto& witness : layer.witnesses) {
            if (witness.reader == reader) return witness;
        }
    }
    return {};
}

/// The configuration of `abi-check --spec S SOURCES -- FLAGS`.
Result<Config> config_of_sources(const Options& options) {
    Config config;
    config.folder = ".";
    config.compile_commands = options.build_folder;
    config.layers = layers_of_sources(options);
    const auto sources = witness_of(config.layers, "clang");
    Options asked = options;
    if (sources.inputs.empty()) asked.flags.clear();  // they are for another compiler
    auto targets = targets_of(asked, sources, compiled_files(config.layers));
    if (!targets) return targets.problems;
    config.targets = std::move(*targets);
    if (auto problem = apply_options(options, config)) return *problem;
    // An object has only the records that its sources use, and the command line cannot say which.
    config.levels.try_emplace(Rule::silent, Level::warning);
    return config;
}

}  // namespace

Result<std::vector<Target>> targets_of(const Options& options, const Witness& sources, const Witness& objects) {
    std::vector<Target> targets;
    for (const auto& triple : options.targets) targets.push_back(target_of_triple(triple, targets));
    if (!targets.empty()) return targets;
    auto target = target_of_inputs(options, sources, objects);
    if (!target) return target.problems;
    return std::vector{std::move(*target)};
}

std::string baseline_path(const Project& project, const Options& options) {
    if (!options.baseline.empty()) return options.baseline;
    return project.config.baseline.empty() ? "" : below(project.config.folder, project.config.baseline);
}

std::string asked_by(const Project& project) {
    if (!project.config.path.empty()) return project.config.path;
    if (!project.specs.empty()) return project.specs.front().path;
    for (const auto& layer : project.config.layers) {
        for (const auto& witness : layer.witnesses) {
            if (!witness.inputs.empty()) return witness.inputs.front().files;
        }
    }
    return "";
}

std::string shown(const Project& project, const std::string& path) {
    return shown_from(project.root, project.base, path);
}

std::vector<std::string> term_files(const Project& project, const Options& options) {
    std::vector<std::string> files;
    if (!project.config.path.empty()) files.push_back(project.config.path);
    // The disk may have one that is nearer. A later run would take it.
    if (options.words.empty()) {
        if (auto nearest = find_config(options); !nearest.empty()) files.push_back(std::move(nearest));
    }
    for (const auto& spec : project.specs) files.push_back(spec.path);
    if (auto baseline = baseline_path(project, options); !baseline.empty()) files.push_back(std::move(baseline));
    return files;
}

std::string find_config(const Options& options, const Terms& terms) {
    if (!options.config.empty()) return options.config;
    std::error_code error;
    for (fs::path folder = fs::current_path(error); !error; folder = folder.parent_path()) {
        if (terms.exists((folder / config_name).string())) {
            return (folder / config_name).lexically_proximate(fs::current_path()).string();
        }
        if (folder == folder.root_path()) break;
    }
    return "";
}

namespace {

/// --btf-base, in the place of that of the configuration.
std::optional<Problem> use_btf_base(const Options& options, Config& config) {
    if (options.btf_base.empty()) return std::nullopt;
    bool is_used = false;
    const auto base = fs::absolute(options.btf_base).lexically_normal().string();
    for (auto& layer : config.layers) {
        for (auto& witness : layer.witnesses) {
            if (witness.reader != "btf") continue;
            witness.btf_base = base;
            is_used = true;
        }
    }
    if (is_used) return std::nullopt;
    return Problem{{}, "--btf-base", "an input with BTF, which refers to it", "none"};
}

void take_names(const Config& config, Project& project) {
    for (const auto& layer : config.layers) project.all_layers.push_back(layer.name);
    for (const auto& target : config.targets) project.all_targets.push_back(target.name);
}

/// Reads the project's configuration, and narrows it as the options say. `project.is_partial` says whether they did.
Result<Config> narrowed_config(const Options& options, Project& project) {
    const std::string path = find_config(options, project.terms);
    if (path.empty()) {
        return file_problem("", std::string(config_name) + " here or in a folder above, or --config, or sources",
                            "none of them");
    }
    if (!options.records.empty() || !options.aliases.empty()) {
        const bool is_record = !options.records.empty();
        return Problem{{},
                       is_record ? "--record" : "--alias",
                       std::string("source files on the command line; a configuration has ") +
                           (is_record ? "\"records\"" : "\"aliases\"") + " for each layer",
                       "none"};
    }
    const std::string name = project.terms.shown(path);
    const auto text = project.terms.read(path, name);
    if (!text) return text.problems;
    auto config = parse_config_of(path, name, *text);
    if (!config) return config;
    if (config->targets.empty()) {
        config->targets = {target_of_machine(llvm::sys::getDefaultTargetTriple())};
        project.remarks.push_back(name +
                                  " has no targets, so only this machine was checked: " + config->targets[0].name);
    }
    if (auto problem = apply_rules(options, *config)) return *problem;
    take_names(*config, project);
    if (auto problem = keep_only(options.layers, options.targets, *config)) return *problem;
    project.is_partial =
        config->layers.size() != project.all_layers.size() || config->targets.size() != project.all_targets.size();
    if (!options.build_folder.empty()) {
        use_build(fs::absolute(options.build_folder).lexically_normal().string(), *config);
    }
    return config;
}

/// Reads the specs of the options, else those of the configuration, and merges them. Returns the problems.
std::vector<Problem> read_specs(const Options& options, const std::string& folder, Project& project) {
    std::vector<std::string> paths = options.specs;
    if (paths.empty()) {
        for (const auto& path : project.config.specs) paths.push_back(below(folder, path));
    }
    std::vector<Problem> problems;
    for (const auto& path : paths) {
        const auto name = project.terms.shown(path);
        const auto text = project.terms.read(path, name);
        auto spec = text ? parse_spec(name, *text) : Result<Spec>(text.problems);
        if (spec) project.specs.emplace_back(std::move(*spec)).path = path;
        problems.insert(problems.end(), spec.problems.begin(), spec.problems.end());
    }
    if (!problems.empty()) return problems;
    auto merged = merge_specs(project.specs);
    if (!merged) return merged.problems;
    project.spec = std::move(*merged);
    return {};
}

}  // namespace

Result<Project> read_project(const Options& options) {
    if (options.config_from.empty()) return read_project(options, Terms());
    const auto folder = options.config.empty() ? "." : fs::path(options.config).parent_path().string();
    auto terms = Terms::of_revision(options.config_from, folder.empty() ? "." : folder);
    if (!terms) return terms.problems;
    return read_project(options, std::move(*terms));
}

Result<Project> read_project(const Options& options, Terms terms) {
    Project project{.terms = std::move(terms)};
    project.today = today();
    auto config = options.words.empty() ? narrowed_config(options, project) : config_of_sources(options);
    if (!config) return config.problems;
    if (!options.words.empty()) take_names(*config, project);
    if (auto problem = use_btf_base(options, *config)) return *problem;
    project.config = std::move(*config);
    const std::string folder = project.config.folder.empty() ? "." : project.config.folder;
    std::error_code error;
    project.base = base_folder();
    project.root = fs::weakly_canonical(fs::absolute(folder, error), error).string();
    if (error) return file_problem(folder, "a folder that can be entered", error.message());

    auto problems = read_specs(options, folder, project);
    if (!problems.empty()) return problems;
    const bool has_records = !options.records.empty() && options.command == Command::gate;
    for (auto& layer : project.config.layers) {
        if (has_records) leave_out_constants(project.spec, layer);
    }
    if (options.specs.empty() || !options.words.empty()) {
        problems = check_layer_names(project.config, project.all_targets, project.spec);
        if (!problems.empty()) return problems;
    }
    return project;
}

}  // namespace abi
