#include "hal/paging.h"

/* satp, RISC-V privileged spec: mode 8 (Sv39) in the top four bits, then the root's page number. */
#define SATP_SV39 (UINT64_C(8) << 60)

void hal_paging_use(uint64_t root) {
    __asm__ volatile("sfence.vma; csrw satp, %0; sfence.vma" ::"r"(SATP_SV39 | root >> 12) : "memory");
}

void hal_paging_sync_code(void) {
    __asm__ volatile("fence.i" ::: "memory");
}
