// Joins reports of several runs of the gate into the report of one run.
//
//     hal, core on riscv64 ─┐
//     hal, core on armv7   ─┼─► cells, findings: those of each layer and target ─┐
//     membrane on both     ─┘   layouts by target ─► abi-target-dependent        ├─► settle ─► finish ─► apply_baseline
//                               waivers, entries of the baseline ────────────────┘
//
// What a run finds about a layer on a target depends on nothing else, so it is taken as it is. What compares targets,
// or concerns the whole configuration, is computed again.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"
#include "model/problem.h"
#include "model/run.h"

namespace abi {

struct Part {
    std::string path;  // for messages
    Comparison comparison;
};

/// Layers and targets are in the order of the configuration; those of the command line in the order of the parts. A
/// layer on a target that several parts have is taken once. Problems if the specs, the configurations or the baselines
/// are not the same, or if two parts say different things about a layer on a target. There is at least one part, and
/// each has a run.
Result<Comparison> join_reports(std::vector<Part> parts);

}  // namespace abi
