/* Time. The virt machine counts it in ticks of 100 ns. */
#ifndef REFKERNEL_HAL_TIMER_H
#define REFKERNEL_HAL_TIMER_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NANOSECONDS_PER_TICK 100

/* Ticks since the machine started. */
uint64_t hal_timer_now(void);

/* User mode is interrupted in `ticks`, not before. */
void hal_timer_arm(uint64_t ticks);

/* Rests the hart for a millisecond at most. Takes no trap: the timer only ends the wait. Disarms what was armed. */
void hal_timer_rest(void);

#ifdef __cplusplus
}
#endif

#endif
