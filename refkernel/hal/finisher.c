#include "hal/finisher.h"

#include "hal/memlayout.h"
#include "hal/records.h"
#include "hal/sbi.h"

/* RISC-V SBI spec, system reset extension. */
#define EXTENSION_SRST 0x53525354
#define RESET_SHUTDOWN 0
#define RESET_COLD_REBOOT 1

/* The SiFive test device: the low half of the word is the command, the high half the exit status. */
#define FINISHER_PASS UINT32_C(0x5555)
#define FINISHER_FAIL UINT32_C(0x3333)
#define FINISHER_RESET UINT32_C(0x7777)

static uint64_t finisher = FINISHER_ADDRESS; /* 0: the firmware ends the machine */

void hal_finisher_init(uint64_t address) {
    finisher = address;
}

static __attribute__((noreturn)) void write_and_wait(uint32_t value, uint64_t firmware_reset) {
    if (finisher != 0) {
        *(volatile uint32_t*)(uintptr_t)finisher = value;
    } else {
        (void)hal_sbi_call(EXTENSION_SRST, 0, firmware_reset, 0, 0);
    }
    for (;;) {
        __asm__ volatile("wfi");
    }
}

void hal_finish(uint32_t status) {
    write_and_wait(status == EXIT_OK ? FINISHER_PASS : status << 16 | FINISHER_FAIL, RESET_SHUTDOWN);
}

void hal_reset(void) {
    write_and_wait(FINISHER_RESET, RESET_COLD_REBOOT);
}
