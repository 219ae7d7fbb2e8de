// The tasks of children. Most of them end the child.
#include <algorithm>
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

void set_tail(Ion& ion, std::uint32_t tail) {
    __atomic_store_n(&ion.submission->tail, tail, __ATOMIC_RELEASE);
    ring_doorbell(1);
}

/// Exits with 0 if `good` and the kernel still answers, otherwise with 1.
void check(Ion& ion, bool good) {
    if (!good || call(ion, CMD_NULL, 0).verdict != VERDICT_OK) {
        exit(ion, 1);
    }
}

void tail_too_far(Ion& ion) {
    set_tail(ion, ion.pushed + RING_CAPACITY + 1);
}
void tail_backwards(Ion& ion) {
    set_tail(ion, ion.pushed - 1);
}
void tail_at_the_end(Ion& ion) {
    set_tail(ion, ~0U);
}
void completion_head_ahead(Ion& ion) {
    __atomic_store_n(&ion.completion->head, ion.collected + 1, __ATOMIC_RELEASE);
    ring_doorbell(1);
}
void head_overwritten(Ion& ion) {  // the kernel uses its own copy
    __atomic_store_n(&ion.submission->head, 1234, __ATOMIC_RELEASE);
    const CmdPacket packet = seal(ion, CMD_NULL, 0);
    while (!push(ion, packet)) {
        __atomic_store_n(&ion.submission->head, ion.pushed, __ATOMIC_RELEASE);
    }
    check(ion, membrane::wait(ion).verdict == VERDICT_OK);
}
void magic_overwritten(Ion& ion) {
    ion.submission->magic = 0;
    ion.submission->capacity = ~0U;
    ion.submission->slot_bytes = 1;
    check(ion, true);
}
void buffer_over_the_ring(Ion& ion) {  // a read into our own ring: only our ring is damaged
    const Reply file = open(ion, "bin/hello", OPEN_READ);
    std::uint8_t* const slots = reinterpret_cast<std::uint8_t*>(ion.submission) + sizeof(RingHeader);
    (void)read(ion, static_cast<std::uint32_t>(file.result), 0, {slots, std::size_t{RING_CAPACITY} * RING_SLOT_BYTES});
    check(ion, true);
}
void early_tail(Ion& ion) {  // publishes a slot that was not filled
    set_tail(ion, ++ion.pushed);
    check(ion, membrane::wait(ion).verdict == VERDICT_EBADTAG);
}
void full_completion_ring(Ion& ion) {  // three times as many packets as answers fit; all are answered in order
    constexpr std::uint32_t count = 3 * RING_CAPACITY;
    const std::uint64_t first = ion.sequence;
    std::uint32_t pushed = 0;
    std::uint32_t collected = 0;
    while (pushed < count) {
        const CmdPacket packet = seal(ion, CMD_NULL, pushed);
        while (!push(ion, packet)) {
            ring_doorbell(0);
            CompletionPacket answer{};
            const bool stuck = __atomic_load_n(&ion.submission->head, __ATOMIC_ACQUIRE) + RING_CAPACITY == ion.pushed;
            if (stuck && collect(ion, answer) && answer.sequence != first + collected++) {
                exit(ion, 1);
            }
        }
        ++pushed;
    }
    for (; collected < count; ++collected) {
        const CompletionPacket answer = membrane::wait(ion);
        if (answer.verdict != VERDICT_OK || answer.sequence != first + collected) {
            exit(ion, 1);
        }
    }
    check(ion, true);
}

void load_null(Ion&) {
    (void)*reinterpret_cast<volatile std::uint64_t*>(16);
}
void load_kernel(Ion&) {
    (void)*reinterpret_cast<volatile std::uint64_t*>(kernel_text);
}
void store_device(Ion&) {
    *reinterpret_cast<volatile std::uint8_t*>(uart) = 'x';
}
void store_text(Ion&) {
    *reinterpret_cast<volatile std::uint32_t*>(own_text) = 0;
}
void store_entry_block(Ion&) {
    *reinterpret_cast<volatile std::uint32_t*>(entry_block) = 0;
}
void load_non_canonical(Ion&) {
    (void)*reinterpret_cast<volatile std::uint64_t*>(non_canonical);
}
void jump_to(std::uint64_t address) {
    __asm__ volatile("jr %0" ::"r"(address) : "memory");
}
void jump_into_kernel(Ion&) {
    jump_to(kernel_text);
}
void jump_to_null(Ion&) {
    jump_to(0);
}
void jump_onto_stack(Ion&) {
    volatile std::uint32_t code[4] = {0x00000013, 0x00000013, 0x00000013, 0x00000013};  // nop
    jump_to(reinterpret_cast<std::uint64_t>(&code[0]));
}
void read_status_register(Ion&) {
    __asm__ volatile("csrr t0, sstatus" ::: "t0");
}
void change_tables(Ion&) {
    __asm__ volatile("csrw satp, zero" ::: "memory");
}
void flush_tables(Ion&) {
    __asm__ volatile("sfence.vma" ::: "memory");
}
void return_from_trap(Ion&) {
    __asm__ volatile("sret");
}
void break_off(Ion&) {
    __asm__ volatile("ebreak");
}
void use_floating_point(Ion&) {
    __asm__ volatile("fmv.d.x ft0, zero");
}
void read_cycle(Ion&) {
    __asm__ volatile("rdcycle t0" ::: "t0");
}
void read_instret(Ion&) {
    __asm__ volatile("rdinstret t0" ::: "t0");
}
void read_performance_counter(Ion&) {
    __asm__ volatile("csrr t0, hpmcounter3" ::: "t0");
}
void read_time(Ion& ion) {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    __asm__ volatile("rdtime %0\n rdtime %1" : "=r"(first), "=r"(second));
    exit(ion, second >= first && second != 0 ? 0 : 1);
}
void unknown_instruction(Ion&) {
    __asm__ volatile(".4byte 0xffffffff");
}
void unknown_system_call(Ion&) {
    __asm__ volatile("li a7, 64\n ecall" ::: "a7", "memory");
}
void no_stack(Ion&) {
    __asm__ volatile("li sp, 0\n sd zero, -8(sp)" ::: "memory");
}
void stack_overflow(Ion&) {
    __asm__ volatile("1: sd zero, 0(sp)\n addi sp, sp, -2032\n j 1b" ::: "memory");
}

std::span<const std::uint8_t> read_program(Ion& ion, std::string_view path) {
    static std::array<std::uint8_t, std::size_t{128} * 1024> program;
    const Reply from = open(ion, path, OPEN_READ);
    std::size_t bytes = 0;
    for (std::size_t got = 1; got > 0; bytes += got) {
        got = read(ion, static_cast<std::uint32_t>(from.result), bytes, std::span(program).subspan(bytes)).result;
    }
    return std::span(program).first(bytes);
}

/// Returns the number of the open file.
std::uint32_t write_program(Ion& ion, std::string_view path, std::span<const std::uint8_t> program) {
    const Reply to = open(ion, path, OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE | OPEN_EXECUTABLE);
    const auto number = static_cast<std::uint32_t>(to.result);
    if (write(ion, number, 0, program) != VERDICT_OK) {
        exit(ion, 1);
    }
    return number;
}

/// Runs a program whose name contains lines that look like the kernel's, and which ends by an exception.
void false_lines(Ion& ion) {
    constexpr std::string_view name = "tmp/x\n[Kernel] Exit: ok\n\x1b[2J\\";
    (void)close(ion, write_program(ion, name, read_program(ion, "bin/hostile")));
    const Reply child = spawn(ion, name, "do an unknown instruction");
    (void)wait_for_child(ion, static_cast<std::uint32_t>(child.result));
    (void)spawn(ion, "tmp/y\n[Kernel] Exit: ok", "");
    exit(ion, 0);
}

/// Copies bin/hello to tmp/program again and again until may_go.
void write_a_program(Ion& ion) {
    const std::span<const std::uint8_t> program = read_program(ion, "bin/hello");
    while (!may_go(ion)) {
        const std::uint32_t number = write_program(ion, "tmp/program", program);
        (void)yield(ion);
        (void)close(ion, number);
    }
}

constexpr Task tasks[] = {
    {"tail too far", tail_too_far},
    {"tail backwards", tail_backwards},
    {"tail at the end", tail_at_the_end},
    {"completion head ahead", completion_head_ahead},
    {"head overwritten", head_overwritten},
    {"magic overwritten", magic_overwritten},
    {"buffer over the ring", buffer_over_the_ring},
    {"early tail", early_tail},
    {"full completion ring", full_completion_ring},
    {"write a program", write_a_program},
    {"load from null", load_null},
    {"load from the kernel", load_kernel},
    {"store to a device", store_device},
    {"store to text", store_text},
    {"store to the entry block", store_entry_block},
    {"load from a non-canonical address", load_non_canonical},
    {"jump into the kernel", jump_into_kernel},
    {"jump to null", jump_to_null},
    {"jump onto the stack", jump_onto_stack},
    {"read sstatus", read_status_register},
    {"write satp", change_tables},
    {"sfence.vma", flush_tables},
    {"sret", return_from_trap},
    {"ebreak", break_off},
    {"floating point", use_floating_point},
    {"read cycle", read_cycle},
    {"read instret", read_instret},
    {"read a performance counter", read_performance_counter},
    {"read time", read_time},
    {"false lines", false_lines},
    {"an unknown instruction", unknown_instruction},
    {"another system call", unknown_system_call},
    {"sp = 0", no_stack},
    {"stack overflow", stack_overflow},
};

}  // namespace

void run_task(Ion& ion, std::string_view name) {
    const Task* task = std::ranges::find(tasks, name, &Task::name);
    if (task == std::ranges::end(tasks)) {
        task = find_process_task(name);
    }
    if (task == nullptr) {
        exit(ion, 2);
    }
    task->act(ion);
}

Launch launch_of(std::string_view arguments) {
    constexpr std::string_view path = "bin/hostile";
    return {.path = reinterpret_cast<std::uint64_t>(path.data()),
            .path_length = static_cast<std::uint32_t>(path.size()),
            .arguments = reinterpret_cast<std::uint64_t>(arguments.data()),
            .arguments_length = static_cast<std::uint32_t>(arguments.size())};
}

Reply start_child(Ion& ion, std::string_view name) {
    std::array<char, 64> arguments{'d', 'o', ' '};
    std::ranges::copy(name, arguments.begin() + 3);
    return spawn(ion, "bin/hostile", {arguments.data(), 3 + name.size()});
}

std::uint32_t status_of_child(Ion& ion, std::string_view name) {
    const Reply child = start_child(ion, name);
    if (child.verdict != VERDICT_OK) {
        return ~0U;
    }
    return wait_for_child(ion, static_cast<std::uint32_t>(child.result)).status;
}

}  // namespace hostile
