// Decides which process runs next.
//
//     ready: first ─► … ─► last      A hart takes the first ready process and gives it the rest of its slice (slice.h).
//                                    A process whose turn has ended, or that was woken, becomes the last.
//     line, child, room, time        A blocked process stands in the queue of what it waits for, until it is woken.
//
// A process that still has commands to serve, such as the one that it waited with, serves them at the beginning of its
// own turn. So choosing the next process carries out no command.
#pragma once

#include "core/kernel.h"

namespace core {

/// Makes a process the last of those that are ready.
void make_ready(Kernel& kernel, Process& process);

/// Blocks a process, whose command waits for process.waits_for.
void block(Kernel& kernel, Process& process);

/// Makes a blocked process ready. Does nothing if it is not blocked.
void wake(Kernel& kernel, Process& process);

/// Removes a process that is ready or blocked from its queue.
void forget(Kernel& kernel, Process& process);

/// Arms the timer for the end of the turn of the hart's process. For begin_turn, and for those who have lost the time.
void arm_turn(const Hart& hart);

/// Resumes the hart's process, or the next one if that has ended, waits or has used its time. Waits while no process is
/// ready. The caller must hold the lock; it is released on return.
hal_trap_frame* resume(Hart& hart);

/// The UART has interrupted the hart's process: sends a FIFO of output, does what else is due, and returns the frame to
/// resume. The hart hears no more interrupts in this turn after as many as a turn allows, or if it would have to wait
/// for the lock. The caller must not hold the lock.
hal_trap_frame* answer_interrupt(Hart& hart);

/// How many bytes of output a tick or an idle hart sends at a time.
constexpr std::size_t drained_bytes = 1024;

/// Does what is due: reads typed input, sends at most `bytes` of output, and wakes processes whose line, room or time
/// has come.
void look_after_devices(Kernel& kernel, std::size_t bytes);

}  // namespace core
