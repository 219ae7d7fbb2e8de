// The last step of a comparison: levels, waivers, verdicts, order.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/waiver.h"

namespace abi {

/// Sets the levels of findings from `levels`, and marks the findings that a waiver covers. Adds a finding for each
/// waiver that expired before `today` ("YYYY-MM-DD") or covers nothing. Sets the verdict of every cell
/// from the findings, and sorts the findings. An expired waiver covers nothing.
void settle(Comparison& comparison, const std::map<Rule, Level>& levels, const std::vector<Waiver>& waivers,
            const std::string& today);

}  // namespace abi
