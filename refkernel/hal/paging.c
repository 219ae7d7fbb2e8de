#include "hal/paging.h"

/* satp (RISC-V privileged spec): 4 bits of mode (8: Sv39), 16 bits of ASID, 44 bits of the root table's page number. */
#define SATP_SV39 (UINT64_C(8) << 60)

#define SATP_PAGE_NUMBER ((UINT64_C(1) << 44) - 1)

uint64_t hal_paging_root(void) {
    uint64_t satp = 0;
    __asm__ volatile("csrr %0, satp" : "=r"(satp));
    return (satp & SATP_PAGE_NUMBER) << 12;
}

void hal_paging_use(uint64_t root) {
    if (root != hal_paging_root()) {
        __asm__ volatile("sfence.vma; csrw satp, %0; sfence.vma; fence.i" ::"r"(SATP_SV39 | root >> 12) : "memory");
    }
}
