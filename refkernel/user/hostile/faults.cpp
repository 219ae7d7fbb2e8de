// Instructions that user mode may not execute. Only the process that tries them ends, and its parent gets the cause.
#include "user/hostile/hostile.h"

namespace hostile {
namespace {

// RISC-V privileged spec, "Supervisor Cause Register".
enum Cause : std::uint32_t {
    illegal_instruction = 2,
    breakpoint = 3,
    user_ecall = 8,
    instruction_page_fault = 12,
    load_page_fault = 13,
    store_page_fault = 15,
};

struct Fault {
    std::string_view task;
    Cause cause;
};

constexpr Fault faults_by_name[] = {
    {"load from null", load_page_fault},
    {"load from the kernel", load_page_fault},
    {"store to a device", store_page_fault},
    {"store to text", store_page_fault},
    {"store to the entry block", store_page_fault},
    {"load from a non-canonical address", load_page_fault},
    {"jump into the kernel", instruction_page_fault},
    {"jump to null", instruction_page_fault},
    {"jump onto the stack", instruction_page_fault},
    {"read sstatus", illegal_instruction},
    {"write satp", illegal_instruction},
    {"sfence.vma", illegal_instruction},
    {"sret", illegal_instruction},
    {"ebreak", breakpoint},
    {"floating point", illegal_instruction},
    {"read cycle", illegal_instruction},
    {"read instret", illegal_instruction},
    {"read a performance counter", illegal_instruction},
    {"an unknown instruction", illegal_instruction},
    {"another system call", user_ecall},
    {"sp = 0", store_page_fault},
    {"stack overflow", store_page_fault},
};

}  // namespace

bool faults(membrane::Ion& ion) {
    Group group = begin(ion, "faults");
    for (const Fault& fault : faults_by_name) {
        expect(group, fault.task, membrane::STATUS_KILLED | fault.cause, status_of_child(ion, fault.task));
    }
    expect(group, "read time", 0U, status_of_child(ion, "read time"));
    return end(group);
}

}  // namespace hostile
