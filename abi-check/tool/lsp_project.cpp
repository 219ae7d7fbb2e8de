#include "tool/lsp_project.h"

#include <filesystem>

#include "lsp/diagnostics.h"
#include "model/run.h"
#include "os/file.h"
#include "read/source_path.h"
#include "tool/baseline.h"
#include "tool/gate.h"
#include "tool/project.h"
#include "tool/shown.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

constexpr const char* config_name = ".abi-check.json";
constexpr std::size_t largest_text = 16U << 20U;

std::string saved_text(const std::string& path) {
    auto text = read_file(path, largest_text);
    return text ? std::move(*text) : std::string();
}

void add_diagnostics(const std::vector<lsp::Diagnostic>& diagnostics, CheckedProject& checked) {
    const lsp::Files files{[&](const std::string& file) { return checked.absolute(file); }, saved_text};
    checked.diagnostics = lsp::by_file(diagnostics, files);
    for (const auto& one : diagnostics) {
        if (one.place.file.empty()) checked.remarks.push_back(one.message);
    }
}

/// Without the configuration and the specs, nothing was checked.
CheckedProject refused(const std::string& config, const std::vector<Problem>& problems) {
    CheckedProject checked{.base = base_folder()};
    checked.files.insert(config);
    add_diagnostics(lsp::diagnostics_of(problems), checked);
    for (const auto& [path, list] : checked.diagnostics) checked.files.insert(path);
    checked.remarks.push_back("nothing was checked: " + to_string(problems.front()));
    return checked;
}

}  // namespace

std::string CheckedProject::absolute(const std::string& file) const {
    return fs::path(join_paths(base, file)).lexically_normal().string();
}

CheckedProject check_saved(const Options& options, const std::string& config) {
    Options asked = options;
    asked.command = Command::gate;
    asked.config = config;
    asked.quiet = true;
    const auto project = read_project(asked);
    if (!project) return refused(config, project.problems);
    if (project->specs.empty()) return refused(config, {file_problem(config, "\"specs\"", "none")});
    const auto baseline = find_baseline(*project, asked);
    if (!baseline) return refused(config, baseline.problems);

    CheckedProject checked{.base = project->base};
    checked.comparison = check_project(*project, asked);
    use_baseline(*project, asked, *baseline, *checked.comparison);
    auto diagnostics = lsp::diagnostics_of(*checked.comparison);
    if (checked.comparison->run->checked_nothing) {
        diagnostics.push_back({{.file = checked.comparison->asked_by, .line = 1},
                               Level::error,
                               "",
                               "nothing was checked: no record could be compared on any target"});
    }
    add_diagnostics(diagnostics, checked);
    for (const auto& file : term_files(*project, asked))
        checked.files.insert(fs::absolute(file).lexically_normal().string());
    for (const auto& cell : checked.comparison->cells) {
        if (cell.actual && !cell.actual->place.file.empty())
            checked.files.insert(checked.absolute(cell.actual->place.file));
    }
    for (const auto& [path, list] : checked.diagnostics) checked.files.insert(path);
    return checked;
}

std::string config_for(const std::string& file, const std::vector<std::string>& folders) {
    std::error_code error;
    for (fs::path folder = fs::path(file).parent_path(); !folder.empty(); folder = folder.parent_path()) {
        if (fs::exists(folder / config_name, error)) return (folder / config_name).string();
        if (folder == folder.root_path()) break;
    }
    for (const auto& folder : folders) {
        if (fs::exists(fs::path(folder) / config_name, error)) return (fs::path(folder) / config_name).string();
    }
    return "";
}

}  // namespace abi
