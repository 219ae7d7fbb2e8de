/* Starts the other harts (RISC-V SBI spec, hart state management extension). */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a hart needs when it starts. entry.S depends on these offsets. */
struct hal_hart_start {
    uint64_t stack_end;
    void* hart; /* core's data; passed to core_hart_main */
};

/* The end of a hart's stack. `index` counts the harts that the kernel uses. */
uint64_t hal_stack_end(uint32_t index);

/* Starts hart `number` at core_hart_main. Returns 0, or -1 if the hart does not exist or already runs. `start` must
 * stay valid. */
int hal_start_hart(uint64_t number, const struct hal_hart_start* start);

/* A hint to the processor that this hart waits for another one. */
static inline void hal_pause(void) {
#ifdef __riscv
    __asm__ volatile(".4byte 0x0100000f"); /* pause (Zihintpause); does nothing on a hart without it */
#endif
}

/* Provided by core. */
__attribute__((noreturn)) void core_hart_main(void* hart);

#ifdef __cplusplus
}
#endif
