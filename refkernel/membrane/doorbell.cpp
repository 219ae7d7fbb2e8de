// The only system call. It is in its own file because the rest of the ring client is also built for the host.
#include "membrane/ion.h"

namespace membrane {

void ring_doorbell(std::uint32_t wanted) {
    register std::uint64_t a0 __asm__("a0") = wanted;
    register std::uint64_t a7 __asm__("a7") = 0;
    __asm__ volatile("ecall" : : "r"(a0), "r"(a7) : "memory");
}

}  // namespace membrane
