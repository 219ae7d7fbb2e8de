// What a reader returns: a layout for one target, and the problems that it found. A reader never throws. If a
// unit does not compile, the reader reports a problem, and the layout lacks the records of that unit.
#pragma once

#include <string>
#include <vector>

#include "model/claim.h"
#include "model/problem.h"
#include "model/stamp.h"
#include "model/target.h"
#include "model/unit_facts.h"
#include "read/unit_choice.h"

namespace abi {

struct Reading {
    Layout layout;
    std::vector<Problem> problems;           // one for each unit that failed: the compiler's first error
    std::vector<Problem> failed_assertions;  // static assertions that do not hold, each once
    std::vector<std::string> units;          // files that were read to the end
    std::vector<Record> other_definitions;   // same name as a record of the layout, but another layout: see merge.h
    std::vector<Stamp> stamps;               // objects only
    std::vector<ChangedSource> changed;      // objects only
    std::vector<UnitFacts> unit_facts;  // each set of facts once, with the first unit that has it; without compilers
    std::vector<UnitChoice> choices{};  // sources only: which units were left out, and why
    std::vector<ClaimAnswer> claims{};  // a probe's, on the claims of its request, in their order
};

}  // namespace abi
