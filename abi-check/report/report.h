// The reports: one list of findings, written for each place where somebody reads it.
#pragma once

#include <string>

#include "model/finding.h"

namespace abi {

struct TextStyle {
    bool color = false;
    bool quiet = false;  // findings only, no grid and no closing line
};

/// file:line:col: error: … [rule-id], as compilers print; then the grid and one closing line.
std::string report_text(const Comparison& comparison, const TextStyle& style);

/// Everything, as JSON with a stable shape ("abi_check_report": 1).
std::string report_json(const Comparison& comparison);

/// SARIF 2.1.0 (OASIS), within GitHub's limits.
std::string report_sarif(const Comparison& comparison);

/// One self-contained page with a byte map per record, layer and target.
std::string report_html(const Comparison& comparison);

}  // namespace abi
