// What one layer says on one target, and what it was asked.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/layout.h"
#include "model/problem.h"

namespace abi {

struct Testimony {
    std::string layer;
    std::string target;
    std::vector<std::string> records;       // names of the spec that the layer must declare
    std::vector<std::string> constants;     // the same for constants and enumerators
    Layout layout;                          // in the spec's names (see match.h)
    std::vector<Record> other_definitions;  // a second layout under one name
    std::vector<Problem> problems;          // why something may be missing
};

/// A finding of this rule, at its default level, about what a testimony says of `record` (and `field`).
Finding make_finding(Rule rule, const Testimony& testimony, std::string record, std::string field = "");

/// "riscv64, x86_64".
std::string list(const std::vector<std::string>& names);

}  // namespace abi
