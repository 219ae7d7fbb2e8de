// The first instructions in S-mode. OpenSBI (RISC-V SBI spec, boot) leaves the hart's number in a0, the device
// tree's address in a1, and translation off. Other harts should begin at hal_hart_entry (SBI spec, hart state
// management), but may begin here: OpenSBI (sbi_hsm_hart_start in lib/sbi/sbi_hsm.c) marks a hart as starting before it
// stores the address, and a hart that looks in between takes the boot hart's address and a1. With four harts this
// happened in one boot of a hundred. So the first hart that arrives here boots, and the others use only their number.
#include "hal/memlayout.h"

.macro prepare_hart
    csrw sie, zero
    csrw sscratch, zero
    la t0, hal_trap_entry
    csrw stvec, t0
    // Clears sstatus.FS and VS: no floating point and no vectors in the kernel or in user mode, so that state need not
    // be saved. Clears SUM and MXR: the kernel cannot access user pages by accident, nor read execute-only pages.
    li t0, 0x6600 | 0xC0000
    csrc sstatus, t0
    // User mode may read time only: cycle and instret would count the kernel's work, too.
    li t0, 1 << 1
    csrw scounteren, t0
.endm

.section .text.entry, "ax"
.globl hal_entry
hal_entry:
    la t0, booted
    li t1, 1
    amoswap.w.aqrl t1, t1, (t0)
    bnez t1, hal_hart_entry
    prepare_hart
    la t0, __bss_begin
    la t1, __bss_end
1:  bgeu t0, t1, 2f
    sd zero, 0(t0)
    addi t0, t0, 8
    j 1b

2:  la sp, hal_kernel_stacks
    li t0, PAGE_BYTES + KERNEL_STACK_BYTES
    add sp, sp, t0
    call core_main                  // does not return

.globl hal_hart_entry
hal_hart_entry:
    prepare_hart
    li t0, MAX_HARTS
    bgtu a0, t0, 3f
    la t0, hal_hart_starts
    sh3add t0, a0, t0
    fence rw, rw
    ld t1, 0(t0)                    // struct hal_hart_start
    beqz t1, 3f
    ld sp, 0(t1)
    ld a0, 8(t1)
    call core_hart_main             // does not return
3:  wfi                             // the kernel does not use this hart
    j 3b

.section .data.booted, "aw"         // not in .bss, which is cleared after this is set
.balign 4
booted:
    .word 0

// For each hart a guard page followed by its stack. The guard page is never mapped (see map_kernel_and_devices), so a
// stack overflow traps; that trap uses another stack.
.section .stack, "aw", @nobits
.balign PAGE_BYTES
.globl hal_kernel_stacks
hal_kernel_stacks:
    .skip MAX_HARTS * (PAGE_BYTES + KERNEL_STACK_BYTES)
.globl hal_kernel_stacks_end
hal_kernel_stacks_end:
    .skip PANIC_STACK_BYTES
.globl hal_panic_stack_end
hal_panic_stack_end:
