// A program that sends requests which the kernel must refuse, and checks each answer.
//
// A case is a request and the expected answer. A case that ends its process runs in a child. After each group the
// kernel must still answer a valid command, and the number of free pages must be as before.
#pragma once

#include <cstdint>
#include <string_view>

#include "membrane/libc_shim.h"

namespace hostile {

/// The results of a group so far.
struct Group {
    membrane::Ion& ion;
    std::string_view name;
    std::uint64_t tried = 0;
    std::uint64_t as_expected = 0;
    std::uint64_t pages = 0;  // free when it began
};

Group begin(membrane::Ion& ion, std::string_view name);

/// Counts a case, and prints the difference if the result is not the expected one.
void expect(Group& group, std::string_view name, std::uint64_t expected, std::uint64_t found);

/// Prints the group's line of the table. Returns false if an answer was wrong, the kernel does not answer, or pages
/// were lost.
[[nodiscard]] bool end(Group& group);

/// Sends one command with any `arg` and returns the verdict.
membrane::Verdict ask(membrane::Ion& ion, membrane::CmdKind kind, std::uint64_t arg);

template <typename Record>
membrane::Verdict ask_with(membrane::Ion& ion, membrane::CmdKind kind, const Record& record) {
    return ask(ion, kind, reinterpret_cast<std::uint64_t>(&record));
}

// Addresses to which the program has no access, or not every access.
constexpr std::uint64_t null_page = 0;
constexpr std::uint64_t kernel_text = 0x80200000;
constexpr std::uint64_t uart = 0x10000000;
constexpr std::uint64_t hole = 0x13fd00000;
constexpr std::uint64_t non_canonical = 0x0000800000000000;
constexpr std::uint64_t upper_half = 0xffffffc000000000;
constexpr std::uint64_t last_byte = ~std::uint64_t{0};
constexpr std::uint64_t own_text = 0x100000000;
constexpr std::uint64_t entry_block = 0x13fe00000;
constexpr std::uint64_t stack_begin = 0x13fff8000;

// ---- the groups ----

bool pointers(membrane::Ion& ion);
bool files(membrane::Ion& ion);
bool packets(membrane::Ion& ion);
bool rings(membrane::Ion& ion);
bool faults(membrane::Ion& ion);
bool memory(membrane::Ion& ion);
bool processes(membrane::Ion& ion);
bool leftovers(membrane::Ion& ion);
bool turns(membrane::Ion& ion);    // needs a machine of one hart
bool races(membrane::Ion& ion);    // needs two harts, and the boot argument poll
bool crowds(membrane::Ion& ion);   // works best with many harts
bool console(membrane::Ion& ion);  // needs the numbers from 1 to 10 as typed lines
bool limits(membrane::Ion& ion);
bool fairness(membrane::Ion& ion);  // needs a machine that counts time in instructions

/// What a child process does.
struct Task {
    std::string_view name;
    void (*act)(membrane::Ion& ion);
};
void stain(membrane::Ion& ion);
void find_no_stain(membrane::Ion& ion);
void keep_registers(membrane::Ion& ion);
void exec_with_registers(membrane::Ion& ion);
void find_no_register(membrane::Ion& ion);
void print_much(membrane::Ion& ion);
void grow_files(membrane::Ion& ion);
void start_many(membrane::Ion& ion);
void ask_much(membrane::Ion& ion);
void count_for_ever(membrane::Ion& ion);
void steal_slices(membrane::Ion& ion);
void hoard_processes(membrane::Ion& ion);
void hoard_files(membrane::Ion& ion);
void hoard_pages(membrane::Ion& ion);
void print_ten_bytes(membrane::Ion& ion);
void give_a_child_more(membrane::Ion& ion);
void read_in_the_background(membrane::Ion& ion);
void bomb(membrane::Ion& ion);
void bomb_and_end(membrane::Ion& ion);
void sleep_long(membrane::Ion& ion);
/// The task with this name in process_tasks.cpp, or null.
const Task* find_process_task(std::string_view name);

/// Sets whether children that wait for go may end.
void let_go(membrane::Ion& ion, bool go);
bool may_go(membrane::Ion& ion);

/// Runs the task with this name, in the child. Returns if the task does not end the process.
void run_task(membrane::Ion& ion, std::string_view name);

/// A Launch of this program with `arguments`, which must outlive it.
membrane::Launch launch_of(std::string_view arguments);

/// Starts this program as a child that runs one task.
membrane::Reply start_child(membrane::Ion& ion, std::string_view name);

/// The same, and waits for the child's exit status.
std::uint32_t status_of_child(membrane::Ion& ion, std::string_view name);

}  // namespace hostile
