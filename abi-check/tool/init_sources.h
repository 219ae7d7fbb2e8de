// What the sources of `init` declare: no spec names it yet.
#pragma once

#include <vector>

#include "check/witnesses.h"
#include "tool/project.h"

namespace abi {

struct DeclaredSources {
    AllAnswers answers;           // in the sources' own names
    std::vector<Layout> layouts;  // one per target: all layers together
};

/// Reads every declaration of the project's layers: records, enumerations, constants and, in C and C++, the macros that
/// the named files define and that are integers. A probe is asked about the names in the text of its sources.
DeclaredSources read_declared(Project project, const Options& options);

}  // namespace abi
