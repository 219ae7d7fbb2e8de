// How long a program keeps others waiting, and whether it gets more than its share. The machine must count time in
// instructions (-icount), so that the host's load is not measured.
#include <algorithm>
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

// Ticks of 100 ns.
constexpr std::uint64_t slice = 100'000;
constexpr std::uint64_t counted = 30 * slice;
constexpr std::uint64_t margin_percent = 95;

std::uint64_t ticks() {
    std::uint64_t now = 0;
    __asm__ volatile("rdtime %0" : "=r"(now));
    return now;
}

std::uint64_t rounds_for(std::uint64_t duration) {
    const std::uint64_t end = ticks() + duration;
    std::uint64_t rounds = 0;
    while (ticks() < end) {
        ++rounds;
    }
    return rounds;
}

/// The longest time between two answers while a child does `task`.
std::uint64_t longest_gap(Group& group, std::string_view task) {
    Ion& ion = group.ion;
    const Reply child = start_child(ion, task);
    expect(group, task, VERDICT_OK, child.verdict);
    (void)!push(ion, seal(ion, CMD_SYS_WAIT, child.result));
    std::uint64_t longest = 0;
    CompletionPacket answer{};
    ring_doorbell(0);
    for (std::uint64_t last = ticks(); !collect(ion, answer);) {
        ring_doorbell(0);
        const std::uint64_t now = ticks();
        longest = std::max(longest, now - last);
        last = now;
    }
    expect(group, task, 0, static_cast<std::uint32_t>(answer.result));
    return longest;
}

/// How often we can count while a child does `task`.
std::uint64_t rounds_beside(Group& group, std::string_view task) {
    const Reply child = start_child(group.ion, task);
    (void)yield(group.ion);
    const std::uint64_t rounds = rounds_for(counted);
    (void)kill(group.ion, static_cast<std::uint32_t>(child.result));
    (void)wait_for_child(group.ion, static_cast<std::uint32_t>(child.result));
    return rounds;
}

void fill_ring(Ion& ion, CmdKind kind, std::uint64_t arg) {
    while (push(ion, seal(ion, kind, arg))) {
    }
    --ion.sequence;  // of the packet that did not fit
    ring_doorbell(0);
    CompletionPacket answer{};
    while (collect(ion, answer)) {
    }
}

}  // namespace

void print_much(Ion& ion) {
    static const std::array<char, 4096> zeros{};
    const IoSpan span{.address = reinterpret_cast<std::uint64_t>(zeros.data()), .length = zeros.size()};
    fill_ring(ion, CMD_CONSOLE_WRITE, reinterpret_cast<std::uint64_t>(&span));
    (void)write(ion, "\n");
}

void grow_files(Ion& ion) {
    constexpr std::uint64_t last = (std::uint64_t{4} << 20) - 1;
    static const std::uint8_t byte = 1;
    const std::string_view path = "tmp/grows";
    const FileOpen open{.path = reinterpret_cast<std::uint64_t>(path.data()),
                        .path_length = static_cast<std::uint32_t>(path.size()),
                        .flags = OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE};
    const FileIo io{.address = reinterpret_cast<std::uint64_t>(&byte), .length = 1, .file = 0, .offset = last};
    for (int times = 0; times < 8; ++times) {
        (void)!push(ion, seal(ion, CMD_FILE_OPEN, reinterpret_cast<std::uint64_t>(&open)));
        (void)!push(ion, seal(ion, CMD_FILE_WRITE, reinterpret_cast<std::uint64_t>(&io)));
        (void)!push(ion, seal(ion, CMD_FILE_CLOSE, 0));
    }
    for (int answers = 0; answers < 24; ++answers) {
        (void)membrane::wait(ion);
    }
    (void)remove(ion, path);
}

void start_many(Ion& ion) {
    const Launch launch = launch_of("do nothing");
    fill_ring(ion, CMD_SYS_SPAWN, reinterpret_cast<std::uint64_t>(&launch));
    while (wait_for_child(ion, ANY_CHILD).verdict == VERDICT_OK) {
    }
}

void ask_much(Ion& ion) {
    for (int times = 0; times < 100; ++times) {
        fill_ring(ion, CMD_NULL, 0);
    }
}

void count_for_ever(Ion&) {
    (void)rounds_for(~std::uint64_t{0} / 2);
}

/// Gives way just before each slice ends.
void steal_slices(Ion& ion) {
    for (;;) {
        (void)rounds_for(slice * 96 / 100);
        (void)yield(ion);
    }
}

bool fairness(membrane::Ion& ion) {
    Group group = begin(ion, "fairness");
    for (const std::string_view task : {"ask much", "print much", "grow files", "start many"}) {
        const std::uint64_t gap = longest_gap(group, task);
        expect(group, task, 0, gap > 2 * slice ? gap : 0);
    }
    SystemStat stat{};
    (void)system_stat(ion, stat);
    if (stat.harts == 1) {
        const std::uint64_t beside_honest = rounds_beside(group, "count for ever");
        const std::uint64_t beside_thief = rounds_beside(group, "steal slices");
        expect(group, "a thief of slices gets no more than its share", 1,
               beside_thief >= beside_honest * margin_percent / 100 ? 1 : 0);
    }
    return end(group);
}

}  // namespace hostile
