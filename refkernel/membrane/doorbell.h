// The only system call.
#pragma once

#include <cstdint>

namespace membrane {

/// Runs the kernel until it has answered all packets that it can answer now. If a command has to wait, the program
/// waits until `wanted` answers are in the completion ring. Only for programs: the ring client's other parts are also
/// built for the host.
#ifdef __riscv
inline void ring_doorbell(std::uint32_t wanted) {
    // The kernel keeps the registers that a function keeps, and ra. It leaves 0 in the others.
    register std::uint64_t a0 __asm__("a0") = wanted;
    register std::uint64_t a7 __asm__("a7") = 0;
    __asm__ volatile("ecall"
                     : "+r"(a0), "+r"(a7)
                     :
                     : "a1", "a2", "a3", "a4", "a5", "a6", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "memory");
}
#else
void ring_doorbell(std::uint32_t wanted);
#endif

}  // namespace membrane
