// What a replay prints: the lines that the host compares (spec/replay.abi.json).
#pragma once

#include "core/replay.h"

namespace core {

/// Prints "@replay " and the result's bytes.
void tell_result(const ReplayResult& result);

/// When every case has its result, prints "@replay-end " and the sentinel's bytes, and leaves the machine.
void leave_when_over(const Replay& replay);

}  // namespace core
