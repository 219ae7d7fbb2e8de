/* The end of the machine, or of this boot. */
#ifndef REFKERNEL_HAL_FINISHER_H
#define REFKERNEL_HAL_FINISHER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Ends the machine; `status` becomes QEMU's exit status. */
__attribute__((noreturn)) void hal_finish(uint32_t status);

/* Switches the machine off and on again: the firmware boots the kernel anew, and what is in RAM beside them stays. */
__attribute__((noreturn)) void hal_reset(void);

#ifdef __cplusplus
}
#endif

#endif
