/* The page tables of this hart. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The physical address of the current root table. */
uint64_t hal_paging_root(void);
/* Switches this hart to the Sv39 tables at physical address `root`, unless it uses them already. Also makes
 * instructions visible that were written as data. */
void hal_paging_use(uint64_t root);

#ifdef __cplusplus
}
#endif
