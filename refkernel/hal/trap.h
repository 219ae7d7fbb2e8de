/*
 * Entering user mode, and returning from it by a trap.
 *
 *     hal_enter_user ──sret──► program ──trap──► hal_trap_entry ─┬─► core_user_trap ──► sret …
 *                                                                └─► core_doorbell ──► sret …    (ecall with a7 = 0)
 *
 * The doorbell is a call: it keeps sp, gp, tp, ra and s0 to s11, and leaves 0 in all other registers. Compiled code
 * keeps s0 to s11 itself, and the kernel never changes gp and tp, so these are saved only if another program may run
 * next. All other traps save and restore every register.
 *
 * While user mode runs, sscratch holds the frame. While the kernel runs, sscratch is 0, and a trap causes a panic.
 * While trap.S saves and loads registers, sscratch is not 0 either: hal_trap_was_in_kernel tells such a trap.
 */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* trap.S depends on these offsets; trap.c asserts them. */
struct hal_trap_frame {
    uint64_t x[32];     /* 0: the integer registers by number; x[0] is scratch memory of trap.S */
    uint64_t pc;        /* 256 */
    uint64_t kernel_sp; /* 264: the end of the kernel stack on which a trap begins */
    void* hart;         /* 272: core's data; the HAL does not use it */
};

/* How a doorbell ends. */
enum {
    HAL_SAME_PROGRAM = 0, /* the program continues, on this hart and now */
    HAL_TURN_ENDS = 1,    /* save its registers in its frame, then call core_after_doorbell */
    HAL_PROGRAM_GONE = 2, /* it ended or was replaced: save nothing, then call core_after_doorbell */
};
struct hal_doorbell_end {
    struct hal_trap_frame* frame;
    uint64_t next; /* HAL_*; trap.S depends on the values */
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
/* `wanted` is the program's a0. In its frame only ra and sp are valid: the registers at the trap, as the program left
 * them. */
struct hal_doorbell_end core_doorbell(uint64_t wanted, struct hal_trap_frame* frame);
/* Continues what core_doorbell has begun, and returns the frame to resume. core keeps the lock in between. */
struct hal_trap_frame* core_after_doorbell(struct hal_trap_frame* frame);
/* A trap inside the kernel. `frame` has the kernel's registers. */
__attribute__((noreturn)) void core_kernel_trap(const struct hal_trap_frame* frame, uint64_t cause, uint64_t value);
__attribute__((noreturn)) void core_main(uint64_t hart, const uint8_t* device_tree);

#ifdef __cplusplus
}
#endif
