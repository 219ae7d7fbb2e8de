// Serves a process's rings: takes packets, judges them, carries them out, and answers.
#pragma once

#include <cstdint>

namespace core {

struct Kernel;
struct Process;

/// What the caller does meanwhile.
enum class Caller : std::uint8_t {
    stopped,            // it is in a trap, or on no hart
    running_elsewhere,  // it runs on another hart and may write to its memory
};

/// Serves `process` until its submission ring is empty, its completion ring is full, a command has to wait, the trap's
/// time is over, or the program was replaced or has ended. Counts the waiting packets once; later packets are served
/// the next time. If time is over, a stopped process continues in its next turn. If a ring's count is not valid, ends a
/// stopped process.
void serve(Kernel& kernel, Process& process, Caller caller);

}  // namespace core
