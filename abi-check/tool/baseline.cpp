#include "tool/baseline.h"

#include <memory>
#include <optional>
#include <utility>

#include "check/baseline.h"
#include "check/run.h"
#include "model/problem.h"
#include "model/words.h"
#include "specfile/baseline.h"
#include "tool/config_terms.h"

namespace abi {
namespace {

/// A problem for each entry that a baseline may not hold.
std::vector<Problem> unfit(const std::vector<Finding>& entries) {
    std::vector<Problem> problems;
    for (const auto& entry : entries) {
        if (fits_baseline(entry.rule)) continue;
        const std::string id(row_of(entry.rule).id);
        problems.push_back({entry.place, "", "a finding that a baseline can hold",
                            id + ", which must be corrected, or waived with a reason"});
    }
    return problems;
}

/// Why --write-baseline can write nothing.
std::optional<Problem> refusal(const Project& project, const std::string& path) {
    const char* const option = "--write-baseline";
    if (path.empty()) {
        return Problem{{},
                       option,
                       "a file to write to, from --baseline or from \"baseline\" in the configuration",
                       "neither: add `--baseline abi-baseline.json`, or `\"baseline\": \"abi-baseline.json\"` to the "
                       "configuration"};
    }
    if (project.is_partial) {
        return Problem{{}, option, "all layers and targets", "--layer or --target: leave them out"};
    }
    return std::nullopt;
}

/// Keeps the entries in the report, so that `merge` can apply them again.
void keep_entries(Comparison& comparison, std::vector<Finding> entries) {
    Run run = *comparison.run;
    run.baseline = std::move(entries);
    comparison.run = std::make_shared<const Run>(std::move(run));
}

}  // namespace

Result<std::vector<Finding>> find_baseline(const Project& project, const Options& options) {
    const std::string path = baseline_path(project, options);
    if (options.writes_baseline) {
        if (auto problem = refusal(project, path)) return *problem;
    }
    if (path.empty()) return std::vector<Finding>{};
    if (!project.terms.exists(path)) {
        if (options.writes_baseline) return std::vector<Finding>{};
        return file_problem(project.terms.shown(path), "a baseline, which --write-baseline writes", "no such file");
    }
    const auto text = project.terms.read(path, project.terms.shown(path));
    if (!text) return text.problems;
    auto entries = parse_baseline(project.terms.shown(path), *text);
    if (!entries) return entries.problems;
    if (auto problems = unfit(*entries); !problems.empty()) return problems;
    return entries;
}

Status use_baseline(const Project& project, const Options& options, const std::vector<Finding>& entries,
                    Comparison& comparison) {
    const auto path = baseline_path(project, options);
    if (path.empty()) return Status::conforms;
    comparison.baseline = project.terms.shown(path);
    if (!options.writes_baseline) {
        keep_entries(comparison, entries_as_printed(project, entries, comparison.findings));
        apply_baseline(comparison, comparison.run->baseline, gone_level(*comparison.run));
        return Status::conforms;
    }
    if (comparison.incomplete) {
        keep_entries(comparison, entries_as_printed(project, entries, comparison.findings));
        apply_baseline(comparison, comparison.run->baseline, std::nullopt);
        return say_error("--write-baseline: " + comparison.baseline +
                         " was not written, because not everything could be checked");
    }
    const auto present = baseline_of(comparison);
    std::vector<Finding> written;
    written.reserve(present.size());
    for (const auto& finding : present) written.push_back(in_config_terms(project, finding));
    if (write_result(path, write_baseline(written)) != Status::conforms) return Status::failed;
    if (!options.quiet) say_done(comparison.baseline + " holds " + counted(present.size(), "finding"));
    keep_entries(comparison, present);
    apply_baseline(comparison, present, std::nullopt);
    return Status::conforms;
}

}  // namespace abi
