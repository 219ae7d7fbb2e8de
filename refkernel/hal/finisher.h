/* Ends or resets the machine. */
#ifndef REFKERNEL_HAL_FINISHER_H
#define REFKERNEL_HAL_FINISHER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What ends the machine: the device at this physical address; 0: the firmware. With a `poweroff_value` the device is a
 * register that takes this value, otherwise a SiFive test device. Only the latter can pass a status on. */
void hal_finisher_init(uint64_t address, uint32_t poweroff_value);

/* Ends the machine; `status` becomes QEMU's exit status. */
__attribute__((noreturn)) void hal_finish(uint32_t status);

/* Resets the machine: the firmware boots the kernel again, and the rest of RAM keeps its content. */
__attribute__((noreturn)) void hal_reset(void);

#ifdef __cplusplus
}
#endif

#endif
