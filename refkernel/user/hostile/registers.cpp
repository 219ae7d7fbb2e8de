// Registers keep their values while other processes run, and the next program does not find these values.
#include "user/hostile/hostile.h"

/// The bitwise or of all registers at the start of this program, except a0 and sp.
extern "C" {
constinit std::uint64_t hostile_registers_at_start = 0;
}

/// The entry point. It is written in assembly, because compiled code would change registers first.
extern "C" [[gnu::naked, noreturn]] void hostile_start() {
    __asm__(R"(
        .irp r, ra, gp, tp, t1, t2, s0, s1, a1, a2, a3, a4, a5, a6, a7
        or t0, t0, \r
        .endr
        .irp r, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6
        or t0, t0, \r
        .endr
        la t1, hostile_registers_at_start
        sd t0, 0(t1)
        tail membrane_start
    )");
}

namespace hostile {

using namespace membrane;

/// Fills registers with the process's number and checks them during many ticks and doorbells. Two such processes run
/// beside each other.
void keep_registers(Ion& ion) {
    std::uint64_t lost = 0;
    __asm__ volatile(R"(
        mv t0, %[number]
        mv s1, gp
        mv s2, tp
        .irp r, gp, tp, t1, t2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6, a1, a2, a3, a4, a5, a6
        mv \r, t0
        .endr
        li ra, 50
    1:  li a0, 0
        li a7, 0
        ecall
        li a7, 1000000
    2:  addi a7, a7, -1
        bnez a7, 2b
        addi ra, ra, -1
        bnez ra, 1b
        .irp r, gp, tp, t1, t2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6, a1, a2, a3, a4, a5, a6
        xor \r, \r, t0
        or a0, a0, \r
        .endr
        mv gp, s1
        mv tp, s2
        mv %[lost], a0
    )"
                     : [lost] "=r"(lost)
                     : [number] "r"(std::uint64_t{ion.number})
                     : "ra", "t0", "t1", "t2", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3",
                       "t4", "t5", "t6", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "memory");
    exit(ion, lost != 0);
}

void find_no_register(Ion& ion) {
    exit(ion, hostile_registers_at_start != 0 ? 1 : 0);
}

/// Executes another program with the process's number in all registers that the doorbell does not use.
void exec_with_registers(Ion& ion) {
    const Launch launch = launch_of("do find no register");
    (void)!push(ion, seal(ion, CMD_SYS_EXEC, reinterpret_cast<std::uint64_t>(&launch)));
    __asm__ volatile(R"(
        .irp r, ra, gp, tp, t0, t1, t2, s0, s1, a1, a2, a3, a4, a5, a6
        mv \r, %[number]
        .endr
        .irp r, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6
        mv \r, %[number]
        .endr
        li a0, 1
        li a7, 0
        ecall
        ebreak
    )"
                     :
                     : [number] "r"(std::uint64_t{ion.number})
                     : "memory");
    __builtin_unreachable();
}

}  // namespace hostile
