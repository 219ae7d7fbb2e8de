// Tasks of children that run beside others, have their own children, or become another program.
#include <algorithm>
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

void do_nothing(Ion&) {}

void wait_for_go(Ion& ion) {
    while (!may_go(ion)) {
        (void)yield(ion);
    }
}

void give_way_many_times(Ion& ion) {
    for (std::uint32_t times = 0; times < 200'000; ++times) {
        (void)yield(ion);
    }
}

void leave_three(Ion& ion, std::string_view task) {
    for (int child = 0; child < 3; ++child) {
        if (start_child(ion, task).verdict != VERDICT_OK) {
            exit(ion, 1);
        }
    }
}
void leave_orphans(Ion& ion) {
    leave_three(ion, "wait for go");
}
void leave_zombies(Ion& ion) {
    leave_three(ion, "nothing");
    for (int round = 0; round < 50; ++round) {  // long enough for them to end, and without a wait
        (void)yield(ion);
    }
}

/// Waits for a process that is not its child.
void wait_for_a_stranger(Ion& ion) {
    exit(ion, ask(ion, CMD_SYS_WAIT, 1));
}

void exec_with_files(Ion& ion) {
    for (int file = 0; file < 3; ++file) {
        (void)open(ion, "bin/hello", OPEN_READ);
    }
    (void)exec(ion, "bin/hostile", "do find no file");
    exit(ion, 1);
}
void find_no_file(Ion& ion) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::uint32_t file = 0; file < 20; ++file) {
        if (read(ion, file, 0, bytes).verdict != VERDICT_EBADF) {
            exit(ion, 1);
        }
    }
}

void exec_thrice(Ion& ion) {
    (void)exec(ion, "bin/hostile", "do exec twice");
    exit(ion, 1);
}
void exec_twice(Ion& ion) {
    (void)exec(ion, "bin/hostile", "do exec once");
    exit(ion, 1);
}
void exec_once(Ion& ion) {
    (void)exec(ion, "bin/hostile", "do nothing");
    exit(ion, 1);
}

/// Pushes an exec after a command that has to wait. When the first command is tried again, the second follows.
void wait_and_exec(Ion& ion) {
    const Reply child = start_child(ion, "give way");
    const Launch launch = launch_of("do find no file");
    const bool pushed = push(ion, seal(ion, CMD_SYS_WAIT, child.result)) &&
                        push(ion, seal(ion, CMD_SYS_EXEC, reinterpret_cast<std::uint64_t>(&launch)));
    ring_doorbell(pushed ? 2 : 0);
    exit(ion, 1);
}
void wait_and_exit(Ion& ion) {
    const Reply child = start_child(ion, "give way");
    const bool pushed = push(ion, seal(ion, CMD_SYS_WAIT, child.result)) && push(ion, seal(ion, CMD_SYS_EXIT, 5));
    ring_doorbell(pushed ? 2 : 0);
    exit(ion, 1);
}
void give_way(Ion& ion) {
    for (int round = 0; round < 5; ++round) {
        (void)yield(ion);
    }
}

/// Waits for one answer of two and continues. The other answer does not come before this process ends. Checks that time
/// passes meanwhile.
void go_on_beside_a_command(Ion& ion) {
    const Reply child = start_child(ion, "outlive the parent");
    const std::uint64_t begin = now(ion);
    if (!push(ion, seal(ion, CMD_SYS_TIME, 0)) || !push(ion, seal(ion, CMD_SYS_WAIT, child.result))) {
        exit(ion, 1);
    }
    const std::uint64_t looked = membrane::wait(ion).result;
    CompletionPacket answer{};
    for (std::uint32_t round = 0; round < 100'000'000; ++round) {
        __asm__ volatile("");
    }
    if (looked < begin || collect(ion, answer)) {
        exit(ion, 1);
    }
    __asm__ volatile("ebreak");
}
void outlive_the_parent(Ion& ion) {
    constexpr std::uint64_t patience = 5'000'000'000;
    const std::uint64_t begin = now(ion);
    std::array<ProcessEntry, 64> entries;
    while (now(ion) - begin < patience) {
        const Reply listed = membrane::processes(ion, entries);
        const std::span some = std::span(entries).first(listed.result);
        if (std::ranges::find(some, ion.number, &ProcessEntry::number)->parent == 0) {
            return;
        }
        (void)yield(ion);
    }
}

void never_collect(Ion& ion) {
    for (std::uint32_t pushed = 0; pushed < 2 * RING_CAPACITY; ++pushed) {
        const CmdPacket packet = seal(ion, CMD_NULL, 0);
        if (!push(ion, packet)) {
            ring_doorbell(RING_CAPACITY);
            if (!push(ion, packet)) {
                exit(ion, 1);
            }
        }
    }
    for (int round = 0; round < 10; ++round) {
        ring_doorbell(~0U);
    }
    const bool taken = __atomic_load_n(&ion.submission->head, __ATOMIC_ACQUIRE) == RING_CAPACITY;
    const bool answered = __atomic_load_n(&ion.completion->tail, __ATOMIC_ACQUIRE) == RING_CAPACITY;
    if (taken && answered) {
        __asm__ volatile("ebreak");
    }
}

void spin() {
    for (;;) {
        __asm__ volatile("");
    }
}
/// Runs long enough that the parent has to wait.
void spin_a_while(Ion&) {
    for (std::uint32_t round = 0; round < 10'000'000; ++round) {
        __asm__ volatile("");
    }
}
void wait_for_a_child(Ion& ion) {
    exit(ion, status_of_child(ion, "spin a while"));
}
/// Keeps a hart busy in user mode.
void spin_until_go(Ion& ion) {
    while (!may_go(ion)) {
        for (std::uint32_t round = 0; round < 1'000'000; ++round) {
            __asm__ volatile("");
        }
    }
}
/// For machines that poll: pushes an exit and does not ring the doorbell.
void exit_unasked(Ion& ion) {
    (void)!push(ion, seal(ion, CMD_SYS_EXIT, 6));
    spin();
}
void exec_unasked(Ion& ion) {
    const Launch launch = launch_of("do exit unasked");
    (void)!push(ion, seal(ion, CMD_SYS_EXEC, reinterpret_cast<std::uint64_t>(&launch)));
    spin();
}
void nonsense_unasked(Ion& ion) {
    __atomic_store_n(&ion.submission->tail, ion.pushed + RING_CAPACITY + 1, __ATOMIC_RELEASE);
    spin();
}

void read_a_number(Ion& ion) {
    std::array<char, 16> buffer{};
    std::uint64_t number = 0;
    for (const char digit : read_line(ion, buffer).text) {
        number = 10 * number + static_cast<std::uint64_t>(digit - '0');
    }
    exit(ion, number);
}

void storm(Ion& ion) {
    for (int round = 0; round < 8; ++round) {
        const bool good = status_of_child(ion, "exec thrice") == 0 && status_of_child(ion, "wait and exit") == 5 &&
                          status_of_child(ion, "leave zombies") == 0 && status_of_child(ion, "load from null") > 0;
        if (!good) {
            exit(ion, 1);
        }
    }
}

/// Waits for its answer without ringing again: the timer makes the kernel try the command.
void look_without_ringing(Ion& ion) {
    const Reply child = start_child(ion, "give way");
    if (!push(ion, seal(ion, CMD_SYS_WAIT, child.result))) {
        exit(ion, 1);
    }
    ring_doorbell(0);
    CompletionPacket answer{};
    while (!collect(ion, answer)) {
    }
    exit(ion, answer.verdict);
}

void leave_files_open(Ion& ion) {
    for (int file = 0; file < 16; ++file) {
        (void)open(ion, "bin/hello", OPEN_READ);
    }
}

void tell_the_key(Ion& ion) {
    exit(ion, siphash::tag(ion.key, 0, 0, 0) % STATUS_KILLED);
}

constexpr Task lives[] = {
    {"nothing", do_nothing},
    {"wait for go", wait_for_go},
    {"spin a while", spin_a_while},
    {"wait for a child", wait_for_a_child},
    {"spin until go", spin_until_go},
    {"leave orphans", leave_orphans},
    {"leave zombies", leave_zombies},
    {"wait for a stranger", wait_for_a_stranger},
    {"exec with files", exec_with_files},
    {"find no file", find_no_file},
    {"exec thrice", exec_thrice},
    {"exec twice", exec_twice},
    {"exec once", exec_once},
    {"wait and exec", wait_and_exec},
    {"wait and exit", wait_and_exit},
    {"give way", give_way},
    {"give way many times", give_way_many_times},
    {"go on beside a command", go_on_beside_a_command},
    {"outlive the parent", outlive_the_parent},
    {"never collect", never_collect},
    {"exit unasked", exit_unasked},
    {"exec unasked", exec_unasked},
    {"nonsense unasked", nonsense_unasked},
    {"read a number", read_a_number},
    {"storm", storm},
    {"look without ringing", look_without_ringing},
    {"leave files open", leave_files_open},
    {"tell the key", tell_the_key},
    {"keep registers", keep_registers},
    {"exec with registers", exec_with_registers},
    {"find no register", find_no_register},
    {"stain", stain},
    {"spin", [](Ion&) { spin(); }},
    {"print much", print_much},
    {"grow files", grow_files},
    {"start many", start_many},
    {"ask much", ask_much},
    {"count for ever", count_for_ever},
    {"steal slices", steal_slices},
    {"hoard processes", hoard_processes},
    {"hoard files", hoard_files},
    {"hoard pages", hoard_pages},
    {"print ten bytes", print_ten_bytes},
    {"give a child more", give_a_child_more},
    {"read in the background", read_in_the_background},
    {"bomb", bomb},
    {"bomb and end", bomb_and_end},
    {"sleep long", sleep_long},
    {"find no stain", find_no_stain},
};

}  // namespace

const Task* find_process_task(std::string_view name) {
    const auto* const life = std::ranges::find(lives, name, &Task::name);
    return life == std::ranges::end(lives) ? nullptr : life;
}

}  // namespace hostile
