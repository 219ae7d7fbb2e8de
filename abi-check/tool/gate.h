// The gate between its input and its output.
#pragma once

#include "model/finding.h"
#include "tool/project.h"

namespace abi {

struct GateResult {
    Comparison comparison;
    bool checked_nothing = false;  // no record could be compared on any target
};

/// Asks all layers of the project, and compares their answers with its spec. Waivers and levels are applied; a baseline
/// is not.
GateResult check_project(const Project& project, const Options& options);

}  // namespace abi
