// On one hart: a process that yields lets another one run at once, and those that wait are woken meanwhile. The timer
// would do the same, but only after thousands of our rounds.
#include <algorithm>
#include <array>
#include <span>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

/// How many packets the kernel has taken from the process `number`; 0 if there is no such process.
std::uint64_t packets_of(Ion& ion, std::uint32_t number) {
    std::array<ProcessEntry, 64> entries;
    const Reply listed = membrane::processes(ion, entries);
    const std::span some = std::span(entries).first(listed.result);
    const auto found = std::ranges::find(some, number, &ProcessEntry::number);
    return found == some.end() ? 0 : found->packets;
}

/// Repeats `once` and counts how many times in a row the other process ran meanwhile. A timer tick may interrupt such a
/// run, so this goes on until the count is `enough`.
std::uint32_t turns_running(Ion& ion, std::uint32_t other, void (*once)(Ion& ion), std::uint32_t enough) {
    std::uint32_t running = 0;
    for (int round = 0; round < 10'000 && running < enough; ++round) {
        const std::uint64_t before = packets_of(ion, other);
        once(ion);
        running = packets_of(ion, other) > before ? running + 1 : 0;
    }
    return running;
}

void yield_once(Ion& ion) {
    (void)yield(ion);
}

/// Pushes a full ring of packets. The kernel answers them all, and then another process runs.
void fill_the_ring(Ion& ion) {
    for (std::uint32_t packet = 0; packet < RING_CAPACITY; ++packet) {
        (void)!push(ion, seal(ion, CMD_NULL, 0));
    }
    for (std::uint32_t answer = 0; answer < RING_CAPACITY; ++answer) {
        (void)membrane::wait(ion);
    }
}

/// Sleeps beside a program that gives way at once, many thousand times. Each of its turns is too short for a timer
/// interrupt, so the interrupt alone would wake us after its end.
void sleep_beside_turns(Group& group) {
    const auto other = static_cast<std::uint32_t>(start_child(group.ion, "give way many times").result);
    expect(group, "a sleep ends", VERDICT_OK, sleep(group.ion, 1'000'000));
    expect(group, "while another process gives way", VERDICT_OK, kill(group.ion, other));
    (void)wait_for_child(group.ion, other);
}

}  // namespace

bool turns(membrane::Ion& ion) {
    Group group = begin(ion, "turns");
    constexpr std::uint32_t enough = 20;
    let_go(ion, false);
    const auto other = static_cast<std::uint32_t>(start_child(ion, "wait for go").result);
    expect(group, "a yield lets another process run", enough, turns_running(ion, other, yield_once, enough));
    expect(group, "a full ring lets another process run", enough, turns_running(ion, other, fill_the_ring, enough));
    let_go(ion, true);
    expect(group, "the other process ends", 0, wait_for_child(ion, other).status);
    sleep_beside_turns(group);
    let_go(ion, false);  // frees the page of tmp/go before pages are counted
    return end(group);
}

}  // namespace hostile
