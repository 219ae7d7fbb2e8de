// Who runs next: each hart takes the next process that is ready, round and round.
#pragma once

#include "core/kernel.h"

namespace core {

/// How long a process runs before another one is let in.
constexpr std::uint64_t slice_ticks = 100'000;  // 10 ms

/// Goes on with the hart's process, or, where that has ended, waits or has run long enough, with the next; rests while
/// there is none. The lock is held when it is called and released when it returns.
hal_trap_frame* resume(Hart& hart);

/// Serves the rings of every process that runs on another hart.
void poll_rings(Kernel& kernel);

}  // namespace core
