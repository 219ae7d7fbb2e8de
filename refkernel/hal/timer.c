#include "hal/timer.h"

#include "hal/sbi.h"

#define EXTENSION_TIME 0x54494d45
#define SET_TIMER 0
#define TICKS_PER_REST 10000
#define TICKS_PER_NAP 200
/* sie.STIE, RISC-V privileged spec, supervisor interrupt registers. */
#define SUPERVISOR_TIMER_INTERRUPT (1UL << 5)
#define SUPERVISOR_EXTERNAL_INTERRUPT (1UL << 9)

void hal_timer_arm(uint64_t ticks) {
    (void)hal_sbi_call(EXTENSION_TIME, SET_TIMER, hal_timer_now() + ticks, 0, 0);
    __asm__ volatile("csrs sie, %0" ::"r"(SUPERVISOR_TIMER_INTERRUPT));
}

static void wait_at_most(uint64_t ticks) {
    /* wfi ends at an interrupt that is enabled in sie, even if sstatus.SIE prevents the trap. */
    hal_timer_arm(ticks);
    __asm__ volatile("wfi" ::: "memory");
    __asm__ volatile("csrc sie, %0" ::"r"(SUPERVISOR_TIMER_INTERRUPT));
}

void hal_timer_rest(void) {
    wait_at_most(TICKS_PER_REST);
}

void hal_timer_nap(void) {
    /* An external interrupt that is pending stays so until this hart has the lock, and would end every nap at once. */
    unsigned long enabled;
    __asm__ volatile("csrrc %0, sie, %1" : "=r"(enabled) : "r"(SUPERVISOR_EXTERNAL_INTERRUPT));
    wait_at_most(TICKS_PER_NAP);
    __asm__ volatile("csrs sie, %0" ::"r"(enabled & SUPERVISOR_EXTERNAL_INTERRUPT));
}
