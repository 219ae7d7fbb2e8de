#include "core/scheduler.h"

#include <algorithm>

#include "core/doorbell.h"
#include "hal/paging.h"
#include "hal/plic.h"
#include "hal/timer.h"
#include "hal/uart.h"

namespace core {
namespace {

/// How many interrupts of the UART a turn allows. A UART that is always ready, such as QEMU's, would otherwise
/// interrupt a program without end while another one prints.
constexpr std::uint32_t turn_interrupts = drained_bytes / HAL_UART_FIFO_BYTES;

ProcessQueue& queue_of(Kernel& kernel, WaitsFor what) {
    return kernel.blocked[static_cast<std::size_t>(what)];
}

bool runs(const Process& process) {
    return process.state == PROCESS_RUNNING;
}

void wake_all(Kernel& kernel, WaitsFor what) {
    ProcessQueue& queue = queue_of(kernel, what);
    while (Process* const process = take_first(queue)) {
        make_ready(kernel, *process);
    }
}

void wake_sleepers(Kernel& kernel, std::uint64_t now) {
    Process* process = queue_of(kernel, WaitsFor::time).first;
    while (process != nullptr) {
        Process& sleeper = *process;
        process = sleeper.next;
        if (sleeper.wakes_at <= now) {
            wake(kernel, sleeper);
        }
    }
}

/// Allows a turn's interrupts from now on.
void hear_interrupts(Hart& hart) {
    if (hart.interrupts != 0) [[unlikely]] {
        hart.interrupts = 0;
        hal_plic_listen(1);
    }
}

/// Looks after the devices, between claim and completion of the interrupt that is pending, if there is one.
void claim_and_look_after_devices(Hart& hart, std::size_t bytes) {
    const std::uint32_t source = hart.has_interrupts ? hal_plic_claim() : 0;
    look_after_devices(*hart.kernel, bytes);
    if (source != 0) {
        hal_plic_complete(source);
    }
}

void begin_turn(Hart& hart, Process& process) {
    hart.process = &process;
    hart.turn_began = hal_timer_now();
    process.state = PROCESS_RUNNING;
    process.turn &= has_commands;
    process.hart = hart.index;
    process.frame.kernel_sp = hart.start.stack_end;
    process.frame.hart = &hart;
    hal_paging_use(process.image.space.root);
    hart.turn_ends = hart.turn_began + next_turn_ticks(process.slice);
    arm_turn(hart);
    hear_interrupts(hart);
}

/// Ends the turn of the hart's process, if there is one.
void end_turn(Hart& hart) {
    Process* const process = hart.process;
    if (process == nullptr) {
        return;
    }
    hart.process = nullptr;
    use(process->slice, hal_timer_now() - hart.turn_began);
    if (process->doomed != 0 && is_alive(*process)) {
        end_process(*hart.kernel, *process, process->doomed);
    } else if (runs(*process)) {
        make_ready(*hart.kernel, *process);
    }
}

/// Whether a program that runs has sent packets. Takes no lock, so the answer is a guess: what it reads may change.
bool packets_wait(const Kernel& kernel) {
    return std::ranges::any_of(kernel.processes, [](const Process& process) {
        const SubmissionRing& ring = process.image.submission;
        const hal_ring_header* const memory = __atomic_load_n(&ring.memory, __ATOMIC_RELAXED);
        return __atomic_load_n(&process.state, __ATOMIC_RELAXED) == PROCESS_RUNNING && memory != nullptr &&
               hal_ring_tail(memory) != __atomic_load_n(&ring.head, __ATOMIC_RELAXED);
    });
}

/// Waits without the lock until there may be something to serve, for a millisecond at most.
void watch_rings(const Kernel& kernel) {
    const std::uint64_t end = hal_timer_now() + trap_ticks;
    while (!packets_wait(kernel) && __atomic_load_n(&kernel.ready.first, __ATOMIC_RELAXED) == nullptr &&
           hal_timer_now() < end) {
        hal_pause();
    }
}

/// Serves the rings of all processes that run on other harts.
void poll_rings(Kernel& kernel) {
    for (Process& process : kernel.processes) {
        if (runs(process)) {
            serve(kernel, process, Caller::running_elsewhere);
        }
    }
}

/// No process is ready: releases the lock for a moment. A hart that polls does not sleep while another hart runs a
/// process.
void rest(Hart& hart) {
    Kernel& kernel = *hart.kernel;
    hal_paging_use(kernel.space.root);  // the tables of the last process may be freed meanwhile
    hear_interrupts(hart);
    const bool polls = kernel.arguments.poll && std::ranges::any_of(kernel.processes, runs);
    const bool prints = drain_console(drained_bytes);
    release(kernel.lock);
    if (polls) {
        watch_rings(kernel);
    } else if (!prints) {
        hal_timer_rest();
    }
    (void)acquire(kernel.lock);
    claim_and_look_after_devices(hart, drained_bytes);
    if (polls) {
        poll_rings(kernel);
    }
}

/// Between two turns. Programs that give way soon may go on without a timer interrupt for ever, so the interrupt alone
/// does not wake those that wait.
void look_after_devices_in_time(Kernel& kernel) {
    if (hal_timer_now() - kernel.looked_after >= trap_ticks) {
        look_after_devices(kernel, drained_bytes);
    }
}

/// The next process, whose turn has begun.
Process& choose(Hart& hart) {
    Process* next = take_first(hart.kernel->ready);
    while (next == nullptr) {
        rest(hart);
        next = take_first(hart.kernel->ready);
    }
    begin_turn(hart, *next);
    return *next;
}

/// Whether the hart's process goes on with its turn, though others have to get the lock first.
bool has_turn(const Hart& hart) {
    const Process* const process = hart.process;
    return process != nullptr && runs(*process) && (process->turn & turn_ends) == 0 && hal_timer_now() < hart.turn_ends;
}

/// Releases the lock for a moment, between two traps' worth of commands. No timer interrupts these.
void let_others_in(const Hart& hart) {
    Kernel& kernel = *hart.kernel;
    look_after_devices(kernel, drained_bytes);
    if (hart.process == nullptr) {
        hal_paging_use(kernel.space.root);  // the tables of the last process may be freed meanwhile
    }
    release(kernel.lock);
    if (acquire(kernel.lock) && hart.process != nullptr) {
        arm_turn(hart);
    }
}

/// Serves the commands that the hart's process has left, or begins the turn of the next process, until a program can
/// run. Not inlined, so that doorbells that return to their process save no registers for it.
[[gnu::noinline]] Process& next_turn(Hart& hart) {
    Kernel& kernel = *hart.kernel;
    for (bool served = false;; served = true) {
        const bool same = has_turn(hart);
        if (!same) {
            end_turn(hart);
            look_after_devices_in_time(kernel);
        }
        if (served) {
            let_others_in(hart);
        }
        Process& process = same ? *hart.process : choose(hart);
        if (process.pending || (process.turn & has_commands) != 0) {
            process.turn &= turn_ends;
            serve(kernel, process, Caller::stopped);
        }
        if (runs(process) && process.turn == 0) {
            return process;
        }
    }
}

}  // namespace

void arm_turn(const Hart& hart) {
    const std::uint64_t now = hal_timer_now();
    hal_timer_arm(std::max(hart.turn_ends, now) - now);
}

void make_ready(Kernel& kernel, Process& process) {
    process.state = PROCESS_READY;
    append(kernel.ready, process);
}

void block(Kernel& kernel, Process& process) {
    process.state = PROCESS_BLOCKED;
    append(queue_of(kernel, process.waits_for), process);
}

void wake(Kernel& kernel, Process& process) {
    if (process.state == PROCESS_BLOCKED && remove(queue_of(kernel, process.waits_for), process)) {
        make_ready(kernel, process);
    }
}

void forget(Kernel& kernel, Process& process) {
    (void)remove(process.state == PROCESS_READY ? kernel.ready : queue_of(kernel, process.waits_for), process);
}

void look_after_devices(Kernel& kernel, std::size_t bytes) {
    if (read_typed(kernel.input)) {
        if (Process* const process = foreground(kernel); process != nullptr) {
            print("^C\n");
            end_by_kill(kernel, *process);
        }
    }
    (void)drain_console(bytes);
    if (kernel.input.complete) {
        wake_all(kernel, WaitsFor::line);
    }
    if (console_room() >= max_console_write_bytes) {
        wake_all(kernel, WaitsFor::room);
    }
    kernel.looked_after = hal_timer_now();
    wake_sleepers(kernel, kernel.looked_after);
}

hal_trap_frame* resume(Hart& hart) {
    Process* process = hart.process;
    if (process == nullptr || !runs(*process) || process->turn != 0) {
        process = &next_turn(hart);
    }
    hal_trap_frame* const frame = &process->frame;  // only this hart uses it after the lock is released
    release(hart.kernel->lock);
    return frame;
}

hal_trap_frame* answer_interrupt(Hart& hart) {
    const bool locked = try_acquire(hart.kernel->lock);
    hart.interrupts = locked ? hart.interrupts + 1 : turn_interrupts;
    if (hart.interrupts >= turn_interrupts) {
        hal_plic_listen(0);
    }
    if (!locked) {
        return &hart.process->frame;
    }
    claim_and_look_after_devices(hart, HAL_UART_FIFO_BYTES);
    return resume(hart);
}

}  // namespace core
