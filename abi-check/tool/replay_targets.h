// The targets of a replay: the standard machine, those of --machine, and those of --machine-command.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "replay/replay.h"
#include "tool/options.h"

namespace abi {

struct ReplayTarget {
    std::string name;  // until it states its own: that of the file, the kernel, or the command
    ReplayRequest request;
    std::string stated{};  // its own name, once it has answered
};

/// At least one target, or the problems.
Result<std::vector<ReplayTarget>> targets_of_replay(const Options& options);

/// Remembers what a target calls itself, and returns the name for reports: if another target has the same, with a
/// number.
std::string name_for_reports(std::vector<ReplayTarget>& targets, std::size_t index, const TargetName& stated);

}  // namespace abi
