// What a reader gives: a layout for one target, and the problems it met. A reader never throws and
// never decides: a unit that does not compile is a problem, and its records are not in the layout.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "model/stamp.h"
#include "model/target.h"

namespace abi {

struct Reading {
    Layout layout;
    std::vector<Problem> problems;          // per unit: the compiler's first error
    std::vector<std::string> units;         // files that were read to the end
    std::vector<Record> other_definitions;  // same name as a record of the layout, another layout (ODR)
    std::vector<Stamp> stamps;              // objects only
    std::vector<ChangedSource> changed;     // objects only
};

}  // namespace abi
