// Why user mode stopped, or the kernel stumbled (RISC-V privileged spec, "Supervisor Cause Register").
#include "core/kernel.h"
#include "core/leave.h"
#include "core/syscalls.h"

namespace core {
namespace {

constexpr std::uint64_t cause_user_ecall = 8;
constexpr std::uint64_t ecall_bytes = 4;
constexpr std::uint64_t doorbell = 0;
constexpr unsigned register_a7 = 17;

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
    if (cause >> 63 != 0) {
        return "interrupt";
    }
    return cause < std::size(names) ? names[cause] : "unknown exception";
}

}  // namespace
}  // namespace core

hal_trap_frame* core_user_trap(hal_trap_frame* frame, std::uint64_t cause, std::uint64_t value) {
    core::Kernel& kernel = *static_cast<core::Kernel*>(frame->kernel);
    if (cause != core::cause_user_ecall) {
        core::say_refused(kernel.process);
        core::leave(core::EXIT_USER, kernel.process.name, " was ended: ", core::describe_cause(cause), " at ",
                    core::hexadecimal(frame->pc), ", address ", core::hexadecimal(value));
    }
    if (frame->x[core::register_a7] != core::doorbell) {
        core::end_process(kernel, "its system call is not the doorbell");
    }
    frame->pc += core::ecall_bytes;
    core::answer_doorbell(kernel);
    return frame;
}

void core_kernel_trap(std::uint64_t cause, std::uint64_t pc, std::uint64_t value) {
    core::leave(core::EXIT_PANIC, "panic: ", core::describe_cause(cause), " at ", core::hexadecimal(pc), ", address ",
                core::hexadecimal(value));
}
