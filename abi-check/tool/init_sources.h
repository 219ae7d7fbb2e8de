// What the sources of `init` declare: no spec names it yet.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "check/witnesses.h"
#include "draft/ioctls.h"
#include "tool/project.h"

namespace abi {

struct DeclaredSources {
    AllAnswers answers;            // in the sources' own names
    std::vector<Layout> layouts;   // one per target: all layers together
    std::set<std::string> taken;   // names that the draft must not give to anything else (see draft_names)
    std::vector<MacroCall> calls;  // of the C and C++ sources that were named
};

/// Reads every declaration of the project's layers: records, enumerations, constants and, in C and C++, the macros that
/// the named files define and that are integers. A probe is asked about the names in the text of its sources.
DeclaredSources read_declared(Project project, const Options& options);

}  // namespace abi
