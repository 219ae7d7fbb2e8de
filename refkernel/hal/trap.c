#include "hal/trap.h"

#include <stddef.h>

#include "hal/finisher.h"
#include "hal/records.h"

#define SSTATUS_SPP (UINT64_C(1) << 8)

_Static_assert(offsetof(struct hal_trap_frame, x) == 0, "trap.S: offsets of registers");
_Static_assert(HAL_SAME_PROGRAM == 0 && HAL_TURN_ENDS == 1, "trap.S: leave_program");
_Static_assert(offsetof(struct hal_doorbell_end, next) == 8, "trap.S: core_doorbell returns it in a0 and a1");
_Static_assert(offsetof(struct hal_trap_frame, pc) == 256, "trap.S: FRAME_PC");
_Static_assert(offsetof(struct hal_trap_frame, kernel_sp) == 264, "trap.S: FRAME_KERNEL_SP");
_Static_assert(sizeof(struct hal_trap_frame) == 280, "trap.S: panic_frame");

int hal_trap_was_in_kernel(void) {
    uint64_t sstatus;
    __asm__ volatile("csrr %0, sstatus" : "=r"(sstatus));
    return (sstatus & SSTATUS_SPP) != 0;
}

void hal_trap_while_panicking(void) {
    hal_finish(EXIT_PANIC);
}
