// Reads what `abi-check compare` accepts (spec/abi-compare.schema.json): names that mean the same on both sides, and
// accepted differences with their reasons.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/problem.h"
#include "model/waiver.h"

namespace abi {

struct Exemptions {
    std::map<std::string, std::string> names;  // the first side's name -> the second side's
    std::map<Rule, Level> levels;              // only of rules whose level the file changes
    std::vector<Waiver> waivers;
};

/// A problem if the file cannot be read, has another shape, or names an unknown rule.
/// Messages and places show the file as `shown`; empty: as `path`.
Result<Exemptions> read_exemptions(const std::string& path, const std::string& shown = "");

/// The same for text in memory. `path` is for messages only.
Result<Exemptions> parse_exemptions(const std::string& path, const std::string& text);

}  // namespace abi
