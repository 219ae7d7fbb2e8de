// Where the claims about a layer can be compiled: by its own compiler, as its probes ask it, or each unit that clang
// reads, with the unit's own command.
#pragma once

#include <string>
#include <vector>

#include "read/probe/reader.h"
#include "tool/project.h"

namespace abi {

struct ProvePlace {
    probe::Request request;  // without what is asked
    std::string unit;        // as it is printed, if the place is one unit; empty: all files of a probe
};

/// The places of a layer on a target: those of its probes first. Empty if no compiler can judge the layer.
std::vector<ProvePlace> prove_places(const Project& project, const Options& options, const Layer& layer,
                                     const Target& target);

}  // namespace abi
