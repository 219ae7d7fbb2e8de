// Handles traps from user mode, except the doorbell (doorbell.cpp), and traps inside the kernel (RISC-V privileged
// spec, "Supervisor Cause Register").
#include "core/doorbell.h"
#include "core/kernel.h"
#include "core/panic.h"
#include "core/scheduler.h"
#include "hal/trap.h"

namespace core {
namespace {

constexpr std::uint64_t cause_interrupt = std::uint64_t{1} << 63;
constexpr std::uint64_t cause_timer = cause_interrupt | 5;
constexpr std::uint64_t cause_external = cause_interrupt | 9;
constexpr std::uint64_t cause_illegal_instruction = 2;
constexpr std::uint64_t cause_user_ecall = 8;

}  // namespace

std::string_view describe_cause(std::uint64_t cause) {
    constexpr std::string_view names[] = {"instruction address misaligned",
                                          "instruction access fault",
                                          "illegal instruction",
                                          "breakpoint",
                                          "load address misaligned",
                                          "load access fault",
                                          "store address misaligned",
                                          "store access fault",
                                          "system call",
                                          "system call",
                                          "reserved",
                                          "reserved",
                                          "instruction page fault",
                                          "load page fault",
                                          "reserved",
                                          "store page fault"};
    return cause < std::size(names) ? names[cause] : "unknown exception";
}

std::string_view value_name(std::uint64_t cause) {
    return cause == cause_illegal_instruction ? ", instruction " : ", address ";
}

namespace {

/// The process has used its turn. Also looks after the devices, and tries a waiting command again.
void tick(Kernel& kernel, Process& process) {
    look_after_devices(kernel, drained_bytes);
    process.wanted = 0;  // the process runs, so it no longer waits for answers
    if (process.pending || kernel.arguments.poll) {
        serve(kernel, process, Caller::stopped);
    }
    process.turn |= turn_ends;
}

/// Ends the process because of an exception; one that the kernel caused is a panic.
void end_by_exception(Kernel& kernel, Process& process, std::uint64_t cause, std::uint64_t value) {
    if (cause == cause_user_ecall) {
        kill_process(kernel, process, cause_user_ecall, "its system call is not the doorbell");
        return;
    }
    if (hal_trap_was_in_kernel() != 0) {
        core_kernel_trap(&process.frame, cause, value);
    }
    kill_process(kernel, process, static_cast<std::uint32_t>(cause), describe_cause(cause), " at ",
                 hexadecimal(process.frame.pc), value_name(cause), hexadecimal(value));
}

}  // namespace
}  // namespace core

hal_trap_frame* core_user_trap(hal_trap_frame* frame, std::uint64_t cause, std::uint64_t value) {
    core::Hart& hart = *static_cast<core::Hart*>(frame->hart);
    core::Kernel& kernel = *hart.kernel;
    if (cause == core::cause_external) {
        return core::answer_interrupt(hart);
    }
    (void)core::acquire(kernel.lock);  // the turn ends, so its time need not be armed again
    core::Process& process = *hart.process;
    if (cause == core::cause_timer) {
        core::tick(kernel, process);
    } else {
        core::end_by_exception(kernel, process, cause, value);
    }
    return core::resume(hart);
}

hal_trap_frame* core_after_doorbell(hal_trap_frame* frame) {
    return core::resume(*static_cast<core::Hart*>(frame->hart));
}
