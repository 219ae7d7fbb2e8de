// All traps to S-mode arrive here (stvec, direct mode). trap.h declares the frame.
#define FRAME_PC 256
#define FRAME_KERNEL_SP 264

.macro each_register_but_a0 op
    \op x1, 8(a0)
    \op x2, 16(a0)
    \op x3, 24(a0)
    \op x4, 32(a0)
    \op x5, 40(a0)
    \op x6, 48(a0)
    \op x7, 56(a0)
    \op x8, 64(a0)
    \op x9, 72(a0)
    \op x11, 88(a0)
    \op x12, 96(a0)
    \op x13, 104(a0)
    \op x14, 112(a0)
    \op x15, 120(a0)
    \op x16, 128(a0)
    \op x17, 136(a0)
    \op x18, 144(a0)
    \op x19, 152(a0)
    \op x20, 160(a0)
    \op x21, 168(a0)
    \op x22, 176(a0)
    \op x23, 184(a0)
    \op x24, 192(a0)
    \op x25, 200(a0)
    \op x26, 208(a0)
    \op x27, 216(a0)
    \op x28, 224(a0)
    \op x29, 232(a0)
    \op x30, 240(a0)
    \op x31, 248(a0)
.endm

.text
.balign 4                               // stvec.BASE
.globl hal_trap_entry
hal_trap_entry:
    csrrw a0, sscratch, a0
    beqz a0, kernel_trap

    each_register_but_a0 sd
    csrr t0, sscratch
    sd t0, 80(a0)
    csrr t0, sepc
    sd t0, FRAME_PC(a0)
    csrw sscratch, zero
    ld sp, FRAME_KERNEL_SP(a0)
    csrr a1, scause
    csrr a2, stval
    call core_user_trap

resume:                                 // a0: frame
    csrw sscratch, a0
    ld t0, FRAME_PC(a0)
    csrw sepc, t0
    each_register_but_a0 ld
    ld a0, 80(a0)
    sret

.globl hal_enter_user
hal_enter_user:                         // a0: frame
    li t0, 0x120                        // clears sstatus.SPP and SPIE: sret goes to user mode, S-mode takes no interrupts
    csrc sstatus, t0
    j resume

kernel_trap:
    csrw sscratch, zero                 // it holds the kernel's a0, which the next trap would take for a frame
    la sp, trap_while_panicking
    csrw stvec, sp
    la t0, panicking                    // only the first hart that panics prints
    li t1, 1
    amoswap.w.aq t1, t1, (t0)
    bnez t1, 3f
    la sp, hal_panic_stack_end          // the hart's own stack may have overflowed
    csrr a0, scause
    csrr a1, sepc
    csrr a2, stval
    call core_kernel_trap               // does not return

3:  wfi
    j 3b

.balign 4                               // stvec.BASE
trap_while_panicking:                   // a trap inside the panic: it cannot print its message
    la sp, hal_panic_stack_end
    call hal_trap_while_panicking       // does not return

.section .bss.panicking, "aw", @nobits
.balign 4
panicking:
    .skip 4
