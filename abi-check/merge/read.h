// Reads a JSON report of the gate back into the comparison that it was written from.
#pragma once

#include <string>

#include "model/finding.h"
#include "model/problem.h"
#include "model/run.h"

namespace abi {

/// Reads the file at `path`. Messages show it as `shown`; empty: as `path`. The comparison has a run. A problem if the
/// file is not a report, is not one of the gate, has another version, or contradicts itself.
Result<Comparison> read_report(const std::string& path, const std::string& shown = "");

/// The same for text in memory. `path` is for messages only.
Result<Comparison> parse_report(const std::string& path, const std::string& text);

}  // namespace abi
