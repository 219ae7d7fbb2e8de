#include "hal/hart.h"

#include <stddef.h>

#include "hal/memlayout.h"
#include "hal/sbi.h"

#define EXTENSION_HSM 0x48534d
#define HART_START 0

extern const uint8_t hal_kernel_stacks[]; /* entry.S */
void hal_hart_entry(void);

/* By hart number: what a started hart needs. Its number is all that a hart can rely on (see entry.S). */
extern const struct hal_hart_start* hal_hart_starts[MAX_HARTS + 1]; /* entry.S */
const struct hal_hart_start* hal_hart_starts[MAX_HARTS + 1];

_Static_assert(offsetof(struct hal_hart_start, stack_end) == 0 && offsetof(struct hal_hart_start, hart) == 8,
               "entry.S: hal_hart_entry");

uint64_t hal_stack_end(uint32_t index) {
    return (uint64_t)(uintptr_t)hal_kernel_stacks + (uint64_t)(index + 1) * (PAGE_BYTES + KERNEL_STACK_BYTES);
}

int hal_start_hart(uint64_t number, const struct hal_hart_start* start) {
    if (number > MAX_HARTS) {
        return -1;
    }
    hal_hart_starts[number] = start;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return hal_sbi_call(EXTENSION_HSM, HART_START, number, (uintptr_t)hal_hart_entry, 0) == 0 ? 0 : -1;
}
