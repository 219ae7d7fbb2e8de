// What one layer says on one target, and what it was asked.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/layout.h"
#include "model/problem.h"
#include "model/stamp.h"

namespace abi {

struct WitnessAnswer {
    std::string layer;
    std::string target;
    std::string witness;                              // "clang", "dwarf", "btf", "probe", "dump"
    std::vector<std::string> records;                 // names of the spec that the layer must declare
    std::vector<std::string> constants;               // the same for constants and enumerators
    Layout layout;                                    // in the spec's names (see match.h)
    std::map<std::string, std::string> source_names;  // records: the layer's own name -> the spec's, where they differ
    std::vector<Record> other_definitions;            // a second layout under one name
    std::vector<Problem> problems;                    // why something may be missing
    std::vector<Stamp> stamps;                        // what compiled files say they were made from
    std::vector<ChangedSource> changed;
};

/// A finding of this rule, at its default level, about what an answer says of `record` (and `field`).
Finding make_finding(Rule rule, const WitnessAnswer& answer, std::string record, std::string field = "");

}  // namespace abi
