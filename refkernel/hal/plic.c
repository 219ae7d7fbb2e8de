#include "hal/plic.h"

/* sie.SEIE, RISC-V privileged spec, supervisor interrupt registers. */
#define SUPERVISOR_EXTERNAL_INTERRUPT (1UL << 9)

static volatile uint32_t* context_registers; /* the threshold, then claim and complete */

void hal_plic_init(uint64_t address, uint32_t context, uint32_t source) {
    context_registers = (volatile uint32_t*)(uintptr_t)(address + PLIC_THRESHOLD(context));
    *(volatile uint32_t*)(uintptr_t)(address + PLIC_PRIORITY(source)) = 1;
    *(volatile uint32_t*)(uintptr_t)(address + PLIC_ENABLE(context, source)) = UINT32_C(1) << source % 32;
    context_registers[0] = 0; /* lets every priority above 0 interrupt */
}

uint32_t hal_plic_claim(void) {
    return context_registers[1];
}

void hal_plic_complete(uint32_t source) {
    context_registers[1] = source;
}

void hal_plic_listen(int on) {
    if (on) {
        __asm__ volatile("csrs sie, %0" ::"r"(SUPERVISOR_EXTERNAL_INTERRUPT));
    } else {
        __asm__ volatile("csrc sie, %0" ::"r"(SUPERVISOR_EXTERNAL_INTERRUPT));
    }
}
