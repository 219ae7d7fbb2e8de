// `replay --generate`: cases that are made from the spec.
#pragma once

#include <vector>

#include "model/replayed.h"
#include "replay/replay.h"
#include "tool/options.h"
#include "tool/output.h"

namespace abi {

/// The two specs, and the machine.
struct ReplaySetting {
    const Layout& spec;
    const Layout& protocol;
    ReplayRequest request;
};

std::vector<ReplayedStep> steps_of(const std::vector<StepTime>& steps);

/// Adds the generated cases to `replayed`. If they give no result, this adds the problems instead. Returns `failed`,
/// and says why, if the options cannot be used or the file of -o cannot be written.
Status replay_generated(const Options& options, const ReplaySetting& setting, Replayed& replayed);

}  // namespace abi
