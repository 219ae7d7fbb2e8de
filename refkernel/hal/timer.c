#include "hal/timer.h"

#include <stdint.h>

/* The virt machine's timebase-frequency is 10 MHz. */
#define TICKS_PER_REST 10000
/* sie.STIE, RISC-V privileged spec, supervisor interrupt registers. */
#define SUPERVISOR_TIMER_INTERRUPT (1UL << 5)

/* RISC-V SBI spec, timer extension ("TIME"), function 0. */
static void sbi_set_timer(uint64_t deadline) {
    register uint64_t a0 __asm__("a0") = deadline;
    register uint64_t a6 __asm__("a6") = 0;
    register uint64_t a7 __asm__("a7") = 0x54494d45;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a6), "r"(a7) : "a1", "memory");
}

void hal_timer_rest(void) {
    uint64_t now = 0;
    __asm__ volatile("rdtime %0" : "=r"(now));
    sbi_set_timer(now + TICKS_PER_REST);
    /* wfi wakes on an interrupt that is enabled in sie, although sstatus.SIE keeps it from being taken. */
    __asm__ volatile("csrs sie, %0" ::"r"(SUPERVISOR_TIMER_INTERRUPT));
    __asm__ volatile("wfi" ::: "memory");
    __asm__ volatile("csrc sie, %0" ::"r"(SUPERVISOR_TIMER_INTERRUPT));
}
