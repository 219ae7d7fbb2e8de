/* Ends or resets the machine. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What ends the machine: the SiFive test device at this physical address; 0: the firmware. */
void hal_finisher_init(uint64_t address);

/* Ends the machine; `status` becomes QEMU's exit status, unless the firmware ends it. */
__attribute__((noreturn)) void hal_finish(uint32_t status);

/* Resets the machine: the firmware boots the kernel again, and the rest of RAM keeps its content. */
__attribute__((noreturn)) void hal_reset(void);

#ifdef __cplusplus
}
#endif
