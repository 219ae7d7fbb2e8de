/* The end of the machine. */
#ifndef REFKERNEL_HAL_FINISHER_H
#define REFKERNEL_HAL_FINISHER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Ends the machine; `status` becomes QEMU's exit status. */
__attribute__((noreturn)) void hal_finish(uint32_t status);

#ifdef __cplusplus
}
#endif

#endif
