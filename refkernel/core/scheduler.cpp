#include "core/scheduler.h"

#include <algorithm>

#include "core/doorbell.h"
#include "hal/paging.h"
#include "hal/timer.h"

namespace core {
namespace {

bool runs(const Process& process) {
    return process.number != 0 && process.state == PROCESS_RUNNING;
}

/// The first ready process after the one that the hart ran last. Tries the commands of blocked processes again on the
/// way.
Process* pick(Hart& hart) {
    Kernel& kernel = *hart.kernel;
    for (std::size_t step = 1; step <= kernel.processes.size(); ++step) {
        Process& process = kernel.processes[(hart.last + step) % kernel.processes.size()];
        if (process.number != 0 && process.state == PROCESS_BLOCKED) {
            serve(kernel, process, Caller::stopped);
        }
        if (process.number != 0 && process.state == PROCESS_READY) {
            return &process;
        }
    }
    return nullptr;
}

void run(Hart& hart, Process& process) {
    hart.process = &process;
    hart.last = static_cast<std::size_t>(&process - hart.kernel->processes.data());
    process.state = PROCESS_RUNNING;
    process.yields = false;
    process.hart = hart.index;
    process.frame.kernel_sp = hart.start.stack_end;
    process.frame.hart = &hart;
    if (hal_paging_root() != process.image.space.root) {
        hal_paging_use(process.image.space.root);
    }
}

/// No process is ready: releases the lock for a moment. A hart that polls does not sleep while another hart runs a
/// process.
void rest(Hart& hart) {
    Kernel& kernel = *hart.kernel;
    hart.process = nullptr;
    hal_paging_use(kernel.space.root);  // a process's tables may be freed before this hart continues
    const bool polls = kernel.arguments.poll && std::ranges::any_of(kernel.processes, runs);
    release(kernel.lock);
    if (!polls) {
        hal_timer_rest();
    }
    acquire(kernel.lock);
    if (polls) {
        read_typed(kernel.input);
        poll_rings(kernel);
    }
}

/// Picks the next process and runs it. Not inlined, so that doorbells that return to their process save no registers
/// for it.
[[gnu::noinline]] Process& next_turn(Hart& hart) {
    if (hart.process != nullptr && hart.process->state == PROCESS_RUNNING) {
        hart.process->state = PROCESS_READY;
    }
    Process* next = pick(hart);
    if (next == nullptr) {
        while (next == nullptr) {
            rest(hart);
            next = pick(hart);
        }
        hal_timer_arm(slice_ticks);
    }
    run(hart, *next);
    return *next;
}

}  // namespace

void poll_rings(Kernel& kernel) {
    for (Process& process : kernel.processes) {
        if (runs(process)) {
            serve(kernel, process, Caller::running_elsewhere);
        }
    }
}

hal_trap_frame* resume(Hart& hart) {
    Process* process = hart.process;
    if (process == nullptr || !runs(*process) || process->yields) {
        process = &next_turn(hart);
    }
    hal_trap_frame* const frame = &process->frame;  // only this hart uses it after the lock is released
    release(hart.kernel->lock);
    return frame;
}

}  // namespace core
