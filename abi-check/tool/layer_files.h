// Finds the files that a witness of a layer reads for a target.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "tool/ask.h"

namespace abi {

struct LayerFiles {
    std::vector<std::string> paths;  // absolute
    std::vector<Problem> problems;   // inputs that match nothing, or folders that cannot be listed
};

LayerFiles files_of(const Project& project, const Layer& layer, const Witness& witness, const Target& target,
                    const Sources& sources);

}  // namespace abi
