// All traps to S-mode arrive here (stvec, direct mode). trap.h declares the frame.
#define FRAME_PC 256
#define FRAME_KERNEL_SP 264

#define CAUSE_USER_ECALL 8
#define ECALL_BYTES 4
#define TURN_ENDS 1                     // HAL_TURN_ENDS

// In all macros, \frame is the register that has the frame's address.

// What functions keep, except ra and sp (RISC-V calling convention).
.macro each_kept_register op, frame
    \op x3, 24(\frame)
    \op x4, 32(\frame)
    \op x8, 64(\frame)
    \op x9, 72(\frame)
    \op x18, 144(\frame)
    \op x19, 152(\frame)
    \op x20, 160(\frame)
    \op x21, 168(\frame)
    \op x22, 176(\frame)
    \op x23, 184(\frame)
    \op x24, 192(\frame)
    \op x25, 200(\frame)
    \op x26, 208(\frame)
    \op x27, 216(\frame)
.endm

// What functions may change, except ra.
.macro each_other_register_but_t0 op, frame
    \op x6, 48(\frame)
    \op x7, 56(\frame)
    \op x10, 80(\frame)
    \op x11, 88(\frame)
    \op x12, 96(\frame)
    \op x13, 104(\frame)
    \op x14, 112(\frame)
    \op x15, 120(\frame)
    \op x16, 128(\frame)
    \op x17, 136(\frame)
    \op x28, 224(\frame)
    \op x29, 232(\frame)
    \op x30, 240(\frame)
    \op x31, 248(\frame)
.endm

.text
.balign 4                               // stvec.BASE
.globl hal_trap_entry
hal_trap_entry:
    csrrw sp, sscratch, sp
    beqz sp, kernel_trap

    sd t0, 40(sp)
    csrr t0, scause
    addi t0, t0, -CAUSE_USER_ECALL
    or t0, t0, a7                       // 0 for the doorbell only
    bnez t0, any_other_trap

    csrr t0, sepc
    addi t0, t0, ECALL_BYTES
    csrw sepc, t0                       // it stays there: a trap in the kernel does not return
    csrrw t0, sscratch, zero
    sd ra, 8(sp)
    sd t0, 16(sp)
    mv a1, sp
    ld sp, FRAME_KERNEL_SP(sp)
    call core_doorbell                  // a0: frame, a1: HAL_*
    bnez a1, leave_program

leave_doorbell:
    csrw sscratch, a0
    ld ra, 8(a0)
    ld sp, 16(a0)
    .irp register, t0, t1, t2, t3, t4, t5, t6, a0, a1, a2, a3, a4, a5, a6, a7
    li \register, 0                     // no value of the kernel may be visible in the program
    .endr
    sret

leave_program:
    addi a1, a1, -TURN_ENDS
    bnez a1, 1f
    csrr t0, sepc
    sd t0, FRAME_PC(a0)
    each_kept_register sd, a0
    .irp offset, 40, 48, 56, 80, 88, 96, 104, 112, 120, 128, 136, 224, 232, 240, 248
    sd zero, \offset(a0)
    .endr
1:  call core_after_doorbell
    j resume

any_other_trap:
    sd ra, 8(sp)
    each_kept_register sd, sp
    each_other_register_but_t0 sd, sp
    csrrw t0, sscratch, zero
    sd t0, 16(sp)
    csrr t0, sepc
    sd t0, FRAME_PC(sp)
    mv a0, sp
    ld sp, FRAME_KERNEL_SP(sp)
    csrr a1, scause
    csrr a2, stval
    call core_user_trap

resume:                                 // a0: frame
    // Ends a reservation of the program that ran before, so that an sc of this one cannot succeed without its own lr
    // (RISC-V unprivileged spec, "Load-Reserved/Store-Conditional Instructions"). It may write x[0] of the frame.
    sc.d zero, zero, (a0)
    csrw sscratch, a0
    mv sp, a0
    ld t0, FRAME_PC(sp)
    csrw sepc, t0
    ld ra, 8(sp)
    each_kept_register ld, sp
    each_other_register_but_t0 ld, sp
    ld t0, 40(sp)
    ld sp, 16(sp)
    sret

.globl hal_enter_user
hal_enter_user:                         // a0: frame
    li t0, 0x120                        // clears sstatus.SPP and SPIE: sret goes to user mode, S-mode takes no interrupts
    csrc sstatus, t0
    j resume

kernel_trap:                            // sscratch: the kernel's sp
    la sp, trap_while_panicking
    csrw stvec, sp
    la sp, panicking                    // only the first hart that panics prints
    amoswap.w.aq sp, sp, (sp)           // stores a part of its own address, which is not 0
    bnez sp, 3f
    la sp, panic_frame
    sd ra, 8(sp)
    each_kept_register sd, sp
    each_other_register_but_t0 sd, sp
    sd t0, 40(sp)
    csrrw t0, sscratch, zero            // the next trap would take the kernel's sp for a frame
    sd t0, 16(sp)
    csrr t0, sepc
    sd t0, FRAME_PC(sp)
    mv a0, sp
    la sp, hal_panic_stack_end          // the hart's own stack may have overflowed
    csrr a1, scause
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
.balign 8
panic_frame:                            // struct hal_trap_frame
    .skip 280
