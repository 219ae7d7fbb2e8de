/* The other harts: how they are woken (RISC-V SBI spec, hart state management extension). */
#ifndef REFKERNEL_HAL_HART_H
#define REFKERNEL_HAL_HART_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a hart finds when it starts; entry.S knows these offsets. */
struct hal_hart_start {
    uint64_t stack_end;
    void* hart; /* core's own; handed to core_hart_main */
};

/* The end of the stack of the `index`th hart that the kernel uses. */
uint64_t hal_stack_end(uint32_t index);

/* Starts hart `number` at core_hart_main. 0, or -1 when there is no such hart or it runs. `start` must stay. */
int hal_start_hart(uint64_t number, const struct hal_hart_start* start);

/* A hint that the hart waits for another one. */
static inline void hal_pause(void) {
#ifdef __riscv
    __asm__ volatile(".4byte 0x0100000f"); /* pause, Zihintpause: a hint, nothing on a hart without it */
#endif
}

/* Provided by core. */
__attribute__((noreturn)) void core_hart_main(void* hart);

#ifdef __cplusplus
}
#endif

#endif
