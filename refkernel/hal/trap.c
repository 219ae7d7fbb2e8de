#include "hal/trap.h"

#include <stddef.h>

#include "hal/finisher.h"
#include "hal/records.h"

_Static_assert(offsetof(struct hal_trap_frame, x) == 0, "trap.S: each_register_but_a0");
_Static_assert(offsetof(struct hal_trap_frame, pc) == 256, "trap.S: FRAME_PC");
_Static_assert(offsetof(struct hal_trap_frame, kernel_sp) == 264, "trap.S: FRAME_KERNEL_SP");

void hal_trap_while_panicking(void) {
    hal_finish(EXIT_PANIC);
}
