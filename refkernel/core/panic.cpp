// The report of a panic: what the hart did, its registers, and the functions that called each other.
//
// Every panic is a trap inside the kernel, because the first instructions of the trap save the registers. A panic that
// the code asks for is an ebreak. The words on the stack are not frames: each that follows a call is printed with a
// "?", because it may be left from an earlier call.
#include "core/panic.h"

#include "core/console.h"
#include "core/kernel.h"
#include "core/leave.h"
#include "core/symbols.h"
#include "hal/hart.h"
#include "hal/memlayout.h"
#include "hal/trap.h"

// Defined by kernel.ld and entry.S.
extern "C" {
extern const std::uint8_t kernel_text_begin[];
extern const std::uint8_t kernel_rodata_begin[];
extern const char kernel_symbols_begin[];
extern const char kernel_symbols_end[];
extern const std::uint8_t hal_kernel_stacks[];
extern const std::uint8_t hal_kernel_stacks_end[];
}

namespace core {
namespace {

// A trap inside the kernel has no argument to pass these in.
constinit const Kernel* watched = nullptr;
constinit std::string_view asked;  // why the code asked for a panic

std::uint64_t address_of(const void* place) {
    return reinterpret_cast<std::uint64_t>(place);
}

bool is_text(std::uint64_t address) {
    return address >= address_of(kernel_text_begin) && address < address_of(kernel_rodata_begin);
}

/// A line like "0x80200000 core_main+0x10", and `more`.
void print_place(std::uint64_t address, std::string_view more) {
    const std::string_view table(kernel_symbols_begin,
                                 static_cast<std::size_t>(kernel_symbols_end - kernel_symbols_begin));
    const Symbol symbol = is_text(address) ? find_symbol(table, address) : Symbol{};
    if (symbol.name.empty()) {
        print_line("[Panic]   ", hexadecimal(address), more);
    } else {
        print_line("[Panic]   ", hexadecimal(address), " ", symbol.name, "+", hexadecimal(symbol.offset), more);
    }
}

/// The index of the hart that uses the stack of `sp`, which may have overflowed into its guard page; MAX_HARTS if `sp`
/// is in no stack.
std::uint32_t hart_of(std::uint64_t sp) {
    const std::uint64_t stacks = address_of(hal_kernel_stacks);
    const bool inside = sp >= stacks && sp <= address_of(hal_kernel_stacks_end);
    return inside ? static_cast<std::uint32_t>((sp - stacks - 1) / (PAGE_BYTES + KERNEL_STACK_BYTES)) : MAX_HARTS;
}

void print_hart(std::uint32_t index) {
    if (index >= MAX_HARTS) {
        print_line("[Panic] sp is on no stack of the kernel, so the hart is unknown");
        return;
    }
    const Process* const process = watched != nullptr ? watched->harts[index].process : nullptr;
    if (process == nullptr) {
        print_line("[Panic] hart ", decimal(index), ", without a process");
        return;
    }
    print_line("[Panic] hart ", decimal(index), ", process ", decimal(process->number), ", ",
               Escaped{process->image.name.view()});
}

void print_registers(const hal_trap_frame& frame) {
    constexpr std::string_view names[] = {"",   "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "s0", "s1", "a0",
                                          "a1", "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
                                          "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};
    for (std::size_t i = 1; i < std::size(names); ++i) {
        print(i % 4 == 1 ? "[Panic] " : "  ");
        print(names[i]);
        print(" ");
        print(hexadecimal(frame.x[i]));
        print(i % 4 == 0 || i + 1 == std::size(names) ? "\n" : "");
    }
}

void print_backtrace(const hal_trap_frame& frame, std::uint32_t hart) {
    print_line("[Panic] called by (?: found on the stack, perhaps left from an earlier call):");
    print_place(frame.pc, "");
    print_place(frame.x[1], "");
    const std::span text(kernel_text_begin, kernel_rodata_begin);
    const std::uint64_t end = hart < MAX_HARTS ? hal_stack_end(hart) : 0;
    std::uint64_t at = std::max(frame.x[2], end - KERNEL_STACK_BYTES) & ~std::uint64_t{7};
    for (unsigned left = 24; at < end && left > 0; at += 8) {
        const std::uint64_t word = *reinterpret_cast<const std::uint64_t*>(at);
        if (is_text(word) && follows_call(text, word - address_of(kernel_text_begin))) {
            print_place(word, " ?");
            --left;
        }
    }
}

}  // namespace

void watch(const Kernel& kernel) {
    watched = &kernel;
}

void panic(std::string_view what) {
    asked = what;
    __asm__ volatile("ebreak" ::: "memory");
    __builtin_unreachable();
}

}  // namespace core

void core_kernel_trap(const hal_trap_frame* frame, std::uint64_t cause, std::uint64_t value) {
    core::print_at_once();
    const std::uint32_t hart = core::hart_of(frame->x[2]);
    const std::string_view what = core::describe_cause(cause);
    core::print_line("");
    core::print_hart(hart);
    core::print_line("[Panic] ", what, ": scause ", core::decimal(cause), ", sepc ", core::hexadecimal(frame->pc),
                     ", stval ", core::hexadecimal(value));
    core::print_registers(*frame);
    core::print_backtrace(*frame, hart);
    if (!core::asked.empty()) {
        core::leave(core::EXIT_PANIC, "panic: ", core::asked);
    }
    core::leave(core::EXIT_PANIC, "panic: ", what, " at ", core::hexadecimal(frame->pc), core::value_name(cause),
                core::hexadecimal(value));
}
