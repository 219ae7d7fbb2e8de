// Decides which process runs next: each hart takes the next ready process in turn (round robin).
#pragma once

#include "core/kernel.h"

namespace core {

/// How long a process runs before another one gets its turn.
constexpr std::uint64_t slice_ticks = 100'000;  // 10 ms

/// Resumes the hart's process, or the next one if that has ended, waits or has used its time. Waits while no process is
/// ready. The caller must hold the lock; it is released on return.
hal_trap_frame* resume(Hart& hart);

/// Serves the rings of all processes that run on other harts.
void poll_rings(Kernel& kernel);

}  // namespace core
