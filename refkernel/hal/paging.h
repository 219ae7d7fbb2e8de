/* Which page tables this hart uses. */
#ifndef REFKERNEL_HAL_PAGING_H
#define REFKERNEL_HAL_PAGING_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The physical address of the current root table. */
uint64_t hal_paging_root(void);
/* Makes the Sv39 tables at physical address `root` the current ones, and instructions that were written as data visible
 * to this hart. */
void hal_paging_use(uint64_t root);

#ifdef __cplusplus
}
#endif

#endif
