/* The platform-level interrupt controller (RISC-V PLIC specification): one source, which interrupts one hart. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Offsets of the registers in bytes ("Memory Map"). A context is a hart in one of its modes. The register for claims
 * follows the threshold of its context. */
#define PLIC_PRIORITY(source) (4 * (uint64_t)(source))
#define PLIC_ENABLE(context, source) (0x2000 + 0x80 * (uint64_t)(context) + (uint64_t)(source) / 32 * 4)
#define PLIC_THRESHOLD(context) (0x200000 + 0x1000 * (uint64_t)(context))
#define PLIC_SOURCES 1024 /* 0 is not a source */

/* Enables the source for the context, and uses the controller at this physical address. */
void hal_plic_init(uint64_t address, uint32_t context, uint32_t source);
/* Takes the interrupt that is pending, and returns its source; 0: there is none. Until it is completed, the source does
 * not interrupt again. */
uint32_t hal_plic_claim(void);
void hal_plic_complete(uint32_t source);
/* Whether external interrupts trap from user mode on this hart, and end its rest. */
void hal_plic_listen(int on);

#ifdef __cplusplus
}
#endif
