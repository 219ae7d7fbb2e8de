// What a replay leaves: results in memory or on the console, and the sentinel (spec/replay.abi.json).
#pragma once

#include "core/replay.h"

namespace core {

/// Records what became of the next case, and prints it unless results go into memory. Then does what is due: resets
/// the machine before a case that wants a fresh boot, or leaves it after the last.
void tell_result(Replay& replay, const CmdPacket& packet, Verdict verdict);

/// When every case has its result, prints "@replay-end " and the sentinel's bytes, and leaves the machine.
void leave_when_over(Replay& replay);

}  // namespace core
