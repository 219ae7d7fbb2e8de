// Registers keep their values while other processes run; after a doorbell, those that it does not keep are 0. The next
// program does not find these values.
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

namespace {

/// Rings the doorbell with the process's number in all registers that it keeps, and its complement in the others.
/// Returns 0 if the first have their values and the others are 0, as trap.h says.
std::uint64_t changed_by_doorbell(Ion& ion) {
    std::uint64_t lost = 0;
    __asm__ volatile(R"(
        mv s1, gp
        mv s2, tp
        .irp r, ra, gp, tp, s3, s4, s5, s6, s7, s8, s9, s10, s11
        mv \r, %[number]
        .endr
        .irp r, t0, t1, t2, t3, t4, t5, t6, a1, a2, a3, a4, a5, a6
        not \r, %[number]
        .endr
        li a0, 1
        li a7, 0
        ecall
        .irp r, a1, a2, a3, a4, a5, a6, a7, t0, t1, t2, t3, t4, t5, t6
        or a0, a0, \r
        .endr
        .irp r, ra, gp, tp, s3, s4, s5, s6, s7, s8, s9, s10, s11
        xor \r, \r, %[number]
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
    return lost;
}

/// Runs for several ticks with the process's number in all registers. Returns 0 if they keep it.
std::uint64_t changed_by_ticks(Ion& ion) {
    std::uint64_t lost = 0;
    __asm__ volatile(R"(
        mv t0, %[number]
        mv s1, gp
        mv s2, tp
        .irp r, ra, gp, tp, t1, t2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6, a0, a1, a2, a3, a4, a5, a6
        mv \r, t0
        .endr
        li a7, 50000000
    1:  addi a7, a7, -1
        bnez a7, 1b
        .irp r, ra, gp, tp, t1, t2, s3, s4, s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6, a0, a1, a2, a3, a4, a5, a6
        xor \r, \r, t0
        or a7, a7, \r
        .endr
        mv gp, s1
        mv tp, s2
        mv %[lost], a7
    )"
                     : [lost] "=r"(lost)
                     : [number] "r"(std::uint64_t{ion.number})
                     : "ra", "t0", "t1", "t2", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3",
                       "t4", "t5", "t6", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "memory");
    return lost;
}

}  // namespace

/// Checks registers across ticks, doorbells that return at once, and doorbells that let another process run. Two such
/// processes run beside each other.
void keep_registers(Ion& ion) {
    std::uint64_t lost = changed_by_ticks(ion);
    for (unsigned i = 0; i < 50; ++i) {
        lost |= changed_by_doorbell(ion);
        for (const CmdKind kind : {CMD_NULL, CMD_SYS_YIELD}) {
            lost |= push(ion, seal(ion, kind, 0)) ? 0 : 1;
            lost |= changed_by_doorbell(ion);
            CompletionPacket answer{};
            lost |= collect(ion, answer) && answer.verdict == VERDICT_OK ? 0 : 1;
        }
    }
    exit(ion, lost != 0 ? 1 : 0);
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
