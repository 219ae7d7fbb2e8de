// Writes the output of a replay: results to memory or to the console, and the sentinel (spec/replay.abi.json).
#pragma once

#include <optional>

#include "core/elf.h"
#include "core/replay.h"

namespace core {

/// Prints "@replay-target refkernel " and the digest of the spec that the kernel was built against, or "-".
void name_target(const std::optional<SpecDigest>& spec);

/// Records the result of the next case, and prints it unless results go to memory. Then resets the machine if the
/// following case needs a fresh boot, or ends it after the last case.
void report_result(Replay& replay, const CmdPacket& packet, Verdict verdict);

/// If every case has its result, prints "@replay-end " and the sentinel's bytes, and ends the machine.
void leave_when_over(Replay& replay);

}  // namespace core
