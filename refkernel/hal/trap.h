/*
 * The way into user mode and the way back.
 *
 *     hal_enter_user ──sret──► program ──trap──► hal_trap_entry ──► core_user_trap ──► sret …
 *
 * While user mode runs, sscratch holds the frame; while the kernel runs, it holds 0, and a trap is a panic.
 */
#ifndef REFKERNEL_HAL_TRAP_H
#define REFKERNEL_HAL_TRAP_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* trap.S knows these offsets; trap.c checks them. */
struct hal_trap_frame {
    uint64_t x[32];     /* 0: the integer registers by number; x[0] is not used */
    uint64_t pc;        /* 256 */
    uint64_t kernel_sp; /* 264: the stack of the hart that runs it; a trap begins there */
    void* hart;         /* 272: core's own; the HAL does not look */
};

/* Runs user mode from `frame`, whose kernel_sp is set. Comes back only through core_user_trap. */
__attribute__((noreturn)) void hal_enter_user(struct hal_trap_frame* frame);

/* Ends the machine at once, as a panic that has nothing more to say. */
__attribute__((noreturn)) void hal_trap_while_panicking(void);

/* Provided by core. `frame` is the one that user mode ran from. scause and stval as the privileged spec has them; the
 * frame returned is the one resumed. */
struct hal_trap_frame* core_user_trap(struct hal_trap_frame* frame, uint64_t cause, uint64_t value);
__attribute__((noreturn)) void core_kernel_trap(uint64_t cause, uint64_t pc, uint64_t value);
__attribute__((noreturn)) void core_main(uint64_t hart, const uint8_t* device_tree);

#ifdef __cplusplus
}
#endif

#endif
