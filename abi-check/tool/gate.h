// The gate between its input and its output.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"
#include "tool/ask.h"
#include "tool/options.h"
#include "tool/output.h"
#include "tool/paths_seen.h"
#include "tool/project.h"

namespace abi {

/// Asks all layers of the project, and compares their answers with its spec. Waivers and levels are applied; a baseline
/// is not.
Comparison check_project(const Project& project, const Options& options, const Sources& sources = {});

/// What one run of the gate found.
struct GateEnd {
    Status status = Status::conforms;
    Totals counts{};            // of findings as the text shows them, if the caller asked for the paths
    bool was_compared = false;  // false: the configuration, the specs or the baseline could not be read
};

/// Runs the gate once, and writes its reports. `seen`: gets the paths that decide the result; may be null.
GateEnd gate_once(const Options& options, PathsSeen* seen = nullptr);

/// Findings about the configuration, the specs and the baseline, where --config-from has others than the work tree.
std::vector<Finding> altered_terms_of(const Project& project, const Options& options);

/// Writes the reports of a gate that has ended. Returns its exit status: `failed` if it is incomplete, `findings` if it
/// has errors. If no record could be compared, it says so on standard error, with the hint.
Status report_gate(const Comparison& comparison, const Options& options, const std::string& hint = "");

}  // namespace abi
