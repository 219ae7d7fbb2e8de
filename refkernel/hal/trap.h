/*
 * Entering user mode, and returning from it by a trap.
 *
 *     hal_enter_user ──sret──► program ──trap──► hal_trap_entry ──► core_user_trap ──► sret …
 *
 * While user mode runs, sscratch holds the frame. While the kernel runs, sscratch is 0, and a trap causes a panic.
 * While trap.S saves and loads registers, sscratch is not 0 either: hal_trap_was_in_kernel tells such a trap.
 */
#ifndef REFKERNEL_HAL_TRAP_H
#define REFKERNEL_HAL_TRAP_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* trap.S depends on these offsets; trap.c asserts them. */
struct hal_trap_frame {
    uint64_t x[32];     /* 0: the integer registers by number; x[0] is not used */
    uint64_t pc;        /* 256 */
    uint64_t kernel_sp; /* 264: the end of the kernel stack on which a trap begins */
    void* hart;         /* 272: core's data; the HAL does not use it */
};

/* Enters user mode with `frame`, whose kernel_sp must be set. Control returns only through core_user_trap. */
__attribute__((noreturn)) void hal_enter_user(struct hal_trap_frame* frame);

/* Whether the trap interrupted the kernel and not a program (sstatus.SPP, RISC-V privileged spec). */
int hal_trap_was_in_kernel(void);

/* Ends the machine at once with the status of a panic, without a message. */
__attribute__((noreturn)) void hal_trap_while_panicking(void);

/* Core provides these. `frame` is the frame of the interrupted program; `cause` and `value` are scause and stval
 * (RISC-V privileged spec). core_user_trap returns the frame to resume. */
struct hal_trap_frame* core_user_trap(struct hal_trap_frame* frame, uint64_t cause, uint64_t value);
__attribute__((noreturn)) void core_kernel_trap(uint64_t cause, uint64_t pc, uint64_t value);
__attribute__((noreturn)) void core_main(uint64_t hart, const uint8_t* device_tree);

#ifdef __cplusplus
}
#endif

#endif
