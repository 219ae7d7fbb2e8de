// Reads and writes a baseline (spec/abi-baseline.schema.json): the findings that were there when a team began to check.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/problem.h"

namespace abi {

/// The entries of the file at `path`. An entry has the members of a finding that identify it, and its place in the
/// file, which is shown as `shown`; empty: as `path`.
Result<std::vector<Finding>> read_baseline(const std::string& path, const std::string& shown = "");

/// The same for text in memory. `path` is for messages only.
Result<std::vector<Finding>> parse_baseline(const std::string& path, const std::string& text);

/// The text of a baseline with these entries, in their order. It ends with a newline.
std::string write_baseline(std::span<const Finding> entries);

}  // namespace abi
