// The command --fix: edits C and C++ sources, or writes a patch. The patch goes to standard output, what was done to
// standard error.
#include <algorithm>
#include <cstdio>

#include "fix/unified_diff.h"
#include "history/git.h"
#include "model/find.h"
#include "model/words.h"
#include "report/escape.h"
#include "tool/baseline.h"
#include "tool/commands.h"
#include "tool/fixer.h"
#include "tool/gate.h"

namespace abi {
namespace {

void say_line(const std::string& line) {
    std::fprintf(stderr, "%s\n", escape_terminal(line).c_str());
}

std::string patch_of(const Fixed& fixed) {
    std::string patch;
    for (const auto& file : fixed.files) patch += fix::unified_diff(file.shown, file.before, file.after);
    return patch;
}

/// What clang cannot read is not edited; the gate tells about it.
std::vector<Left> left_elsewhere(const Project& project, const Options& options, const std::vector<Finding>& baseline) {
    const auto is_other = [](const Witness& witness) { return witness.reader != "clang"; };
    const bool has_others = std::ranges::any_of(
        project.config.layers, [&](const Layer& layer) { return std::ranges::any_of(layer.witnesses, is_other); });
    if (!has_others) return {};
    auto comparison = check_project(project, options);
    use_baseline(project, options, baseline, comparison);
    std::erase_if(comparison.findings, [&](const Finding& finding) {
        const auto layer = std::ranges::find(project.config.layers, finding.layer, &Layer::name);
        const bool has_clang = layer != project.config.layers.end() && !std::ranges::all_of(layer->witnesses, is_other);
        return layer == project.config.layers.end() ||
               (has_clang && (finding.witness.empty() || finding.witness == "clang"));
    });
    return propose(comparison,
                   {.absolute = [](const std::string& file) { return file; },
                    .text = [](const std::string&) { return ""; },
                    .refusal = [](const std::string&) { return "the source must be built again, then checked again"; },
                    .other_reader = [&](const std::string& layer) { return other_reader(project, layer); }})
        .left;
}

/// Git shows older changes and these as one.
void tell_of_older_changes(const Project& project) {
    const auto root = git_root(project.base);
    const auto has_changes = root ? git_has_changes(*root) : Result<bool>(false);
    if (has_changes && *has_changes)
        say_done("the work tree had changes already: git diff shows them and these together");
}

void tell(const Fixed& fixed, bool is_patch) {
    std::vector<std::string> moved;
    for (const auto& one : fixed.made) {
        say_line(one.sentence + (is_patch ? " (in the patch)" : ""));
        if (one.moves_fields && !contains(moved, one.record)) moved.push_back(one.record);
    }
    if (!moved.empty()) {
        say_line("note: fields of " + join(moved) +
                 " have other places: look at lists of values without names "
                 "({1, 2}), and set new padding to zero where such a record is filled");
    }
    for (const auto& one : fixed.left) {
        say_line(one.sentence);
        say_line("    not mended: " + one.reason);
    }
}

}  // namespace

Status run_fix(const Options& options) {
    Options asked = options;
    asked.command = Command::gate;
    const auto project = read_project(asked);
    if (!project) return say(project.problems);
    if (project->specs.empty()) return say_error("nothing to check against: name a spec with --spec");
    const auto baseline = find_baseline(*project, asked);
    if (!baseline) return say(baseline.problems);

    Fixed fixed = Fixer(*project, asked, *baseline).run();
    auto elsewhere = left_elsewhere(*project, asked, *baseline);
    fixed.left.insert(fixed.left.end(), elsewhere.begin(), elsewhere.end());

    const bool is_patch = options.fix_as == "patch";
    Status status = write_result(options.output, patch_of(fixed));
    if (!is_patch && !fixed.files.empty()) {
        if (status != Status::conforms) return status;
        tell_of_older_changes(*project);
        if (const auto problems = write_edited(fixed.files); !problems.empty()) {
            say(problems);
            return say_error("no file was written");
        }
    }
    if (!options.quiet) {
        tell(fixed, is_patch);
        say_done(counted(fixed.made.size(), "edit") + " in " + counted(fixed.files.size(), "file") +
                 (is_patch ? " as a patch" : "") + ", " + counted(fixed.left.size(), "finding") + " left");
    }
    const auto is_error = [](const Left& left) { return left.level == Level::error; };
    if (std::ranges::any_of(fixed.left, is_error)) status = worse(status, Status::findings);
    return fixed.comparison.incomplete ? Status::failed : status;
}

}  // namespace abi
