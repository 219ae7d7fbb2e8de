#include "tool/check_config.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>

#include "model/find.h"
#include "model/readers.h"
#include "model/words.h"
#include "os/child.h"
#include "read/probe/run.h"
#include "read/probe/target_words.h"
#include "read/probe/usual_compiler.h"
#include "specfile/layer_request.h"
#include "tool/baseline.h"
#include "tool/inputs.h"
#include "tool/probe_request.h"
#include "tool/project.h"
#include "tool/shown.h"
#include "tool/today.h"

namespace abi {
namespace {

namespace fs = std::filesystem;
using Problems = std::vector<Problem>;

void add(Problems more, Problems& problems) {
    std::ranges::move(more, std::back_inserter(problems));
}

/// A file or a folder that the configuration names, at the place of what names it.
void need(const Project& project, const Place& place, const std::string& path, const std::string& what,
          Problems& problems) {
    std::error_code error;
    if (path.empty() || fs::exists(fs::path(project.root) / path, error)) return;
    problems.push_back({place, "", what, "no " + in_quotes(shown(project, path))});
}

/// "python3 -m ziglang" needs the package, too.
bool lacks_package(const std::vector<std::string>& command) {
    if (command.size() < 3 || command[1] != "-m") return false;
    const auto end = run_child({.command = {command[0], "-c", "import " + command[2]}});
    return end.end != ChildResult::End::exited || end.status != 0;
}

void need_compiler(const Project& project, const Options& options, const Layer& layer, const Witness& witness,
                   const Target& target, const std::vector<std::string>& files, Problems& problems) {
    const auto asked = probe_request(project, options, witness, target, files);
    const auto request = probe::for_language(asked, witness.language);
    const auto command = probe::first_words(request);
    const auto folder = probe::folder_of(request);
    const bool is_there = probe::program_exists(command.front(), folder) && !lacks_package(command);
    if (is_there) return;
    const auto* const language = find_named(probe_languages, witness.language);
    problems.push_back(
        {layer.place, "",
         "the " + std::string(language->title) + " compiler of layer " + layer.name + " (" + join(command, " ") + ")",
         "no such program: install it, or name another as \"compiler\""});
}

void look_for_inputs(const Project& project, const Options& options, Problems& problems) {
    for (const auto& layer : project.config.layers) {
        for (const auto& target : project.config.targets) {
            if (!why_left_out(layer, target.name).empty()) continue;
            for (const auto& witness : witnesses_on(layer, target.name)) {
                auto files = files_of(project, layer, witness, target, {});
                add(std::move(files.problems), problems);
                need(project, layer.place, witness.btf_base, "the BTF of the base of layer " + layer.name, problems);
                need(project, layer.place, witness.zig_package.build, "the build.zig of layer " + layer.name, problems);
                if (witness.reader == "probe" && !files.paths.empty()) {
                    need_compiler(project, options, layer, witness, target, files.paths, problems);
                }
            }
        }
    }
}

void check_waivers(const Project& project, Problems& problems) {
    const auto known = [&](const Waiver& waiver, const std::string& name, const std::vector<std::string>& names,
                           const char* what) {
        if (!name.empty() && !contains(names, name)) {
            problems.push_back(
                {waiver.place, "", std::string("the name of a ") + what + ": " + join(names), in_quotes(name)});
        }
    };
    std::vector<std::string> readers;
    for (const auto& reader : reader_kinds) readers.emplace_back(reader.name);
    const auto now = today();
    for (const auto& waiver : project.config.waivers) {
        known(waiver, waiver.layer, project.all_layers, "layer");
        known(waiver, waiver.target, project.all_targets, "target");
        known(waiver, waiver.witness, readers, "witness");
        if (!waiver.expires.empty() && waiver.expires < now) {
            problems.push_back(
                {waiver.place, "", "a waiver that still holds", "one that expired on " + waiver.expires});
        }
    }
}

void check_build(const Project& project, Problems& problems) {
    const auto& config = project.config;
    const Place place{.file = shown_here(config.path)};
    if (!config.compile_commands.empty()) {
        need(project, place, (fs::path(config.compile_commands) / "compile_commands.json").string(),
             "the compile commands of the configuration", problems);
    }
    for (const auto& target : config.targets) {
        need(project, place, target.sysroot, "the sysroot of target " + target.name, problems);
    }
}

}  // namespace

Status check_config(const Options& options) {
    const auto project = read_project(options);
    if (!project) return say(project.problems);
    Problems problems;
    if (project->specs.empty()) {
        problems.push_back(file_problem(shown_here(project->config.path), "specs, or --spec", "none"));
    }
    add(find_baseline(*project, options).problems, problems);
    check_waivers(*project, problems);
    check_build(*project, problems);
    look_for_inputs(*project, options, problems);
    problems = each_once(std::move(problems));
    if (!problems.empty()) return say(problems);
    const auto& config = project->config;
    return write_result("", shown_here(config.path) + ": ok: " + counted(project->specs.size(), "spec") + ", " +
                                counted(config.layers.size(), "layer") + ", " +
                                counted(config.targets.size(), "target") + ", " +
                                counted(config.waivers.size(), "waiver") + "\n");
}

}  // namespace abi
