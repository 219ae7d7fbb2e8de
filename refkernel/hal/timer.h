/* The timer. On the virt machine a tick is 100 ns. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NANOSECONDS_PER_TICK 100

/* Ticks since the machine started. */
static inline uint64_t hal_timer_now(void) {
    uint64_t now = 0;
#ifdef __riscv
    __asm__ volatile("rdtime %0" : "=r"(now));
#endif
    return now;
}

/* Interrupts user mode after `ticks`. */
void hal_timer_arm(uint64_t ticks);

/* Waits for at most a millisecond, or for 20 microseconds. Causes no trap: the timer only ends the wait, and an
 * external interrupt ends the rest. Replaces the time of hal_timer_arm. */
void hal_timer_rest(void);
void hal_timer_nap(void);

#ifdef __cplusplus
}
#endif
