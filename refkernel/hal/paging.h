/* The two instructions by which a change of address space becomes true. */
#ifndef REFKERNEL_HAL_PAGING_H
#define REFKERNEL_HAL_PAGING_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Makes the Sv39 tables at physical address `root` the current ones. */
void hal_paging_use(uint64_t root);
/* Makes instructions that were written as data visible to the hart. */
void hal_paging_sync_code(void);

#ifdef __cplusplus
}
#endif

#endif
