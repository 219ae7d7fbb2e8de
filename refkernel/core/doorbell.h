// Serving a process's rings: take what waits, judge it, act upon it, answer.
#pragma once

#include <cstdint>

namespace core {

struct Kernel;
struct Process;

/// Where the caller is meanwhile.
enum class Caller : std::uint8_t {
    stopped,            // in a trap of its own, or not on any hart
    running_elsewhere,  // on another hart, free to scribble
};

/// Serves `process` until its submission ring is empty, its completion ring is full, a command of its has to wait, or
/// it is another program or none. What waits is counted once: what comes meanwhile is served the next time. A ring that
/// holds nonsense ends a stopped process.
void serve(Kernel& kernel, Process& process, Caller caller);

}  // namespace core
