/* Time. */
#ifndef REFKERNEL_HAL_TIMER_H
#define REFKERNEL_HAL_TIMER_H

#ifdef __cplusplus
extern "C" {
#endif

/* Rests the hart for a millisecond at most. Takes no trap: the timer only ends the wait. */
void hal_timer_rest(void);

#ifdef __cplusplus
}
#endif

#endif
