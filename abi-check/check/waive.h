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
/// Returns the waivers. Those that cover a finding of one layer on one target are marked as used. A waiver that is
/// marked before is not reported as one that covers nothing. Settling a comparison again with the same values changes
/// nothing.
std::vector<Waiver> settle(Comparison& comparison, const std::map<Rule, Level>& levels, std::vector<Waiver> waivers,
                           const std::string& today);

/// Whether the rule means that a witness could not see a record. The record is then unverified, whatever the other
/// witnesses saw, unless a waiver covers it.
bool leaves_unverified(Rule rule);

/// Whether findings of this rule are about a waiver, the baseline or the configuration, and not about a layout.
bool is_about_acceptance(Rule rule);

/// Sets the verdict of every cell from the findings about it. A cell whose every finding at error level is accepted is
/// `waived`, or `known` if the baseline accepts one of them. Setting them again after findings became known is correct.
void set_verdicts(Comparison& comparison);

}  // namespace abi
