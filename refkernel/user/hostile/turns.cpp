// On one hart: who gives way lets another in at once. The timer would do so too, but not before thousands of our
// rounds.
#include <algorithm>
#include <array>
#include <span>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

/// How many packets the process `number` has asked with. 0: there is none.
std::uint64_t packets_of(Ion& ion, std::uint32_t number) {
    std::array<ProcessEntry, 64> entries;
    const Reply listed = membrane::processes(ion, entries);
    const std::span some = std::span(entries).first(listed.result);
    const auto found = std::ranges::find(some, number, &ProcessEntry::number);
    return found == some.end() ? 0 : found->packets;
}

/// How often running the other asked for something while we did `once`, which a tick may spoil: as soon as that is
/// often enough.
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

/// As many packets as the ring holds are answered, and then it is another's turn.
void fill_the_ring(Ion& ion) {
    for (std::uint32_t packet = 0; packet < RING_CAPACITY; ++packet) {
        (void)!push(ion, seal(ion, CMD_NULL, 0));
    }
    for (std::uint32_t answer = 0; answer < RING_CAPACITY; ++answer) {
        (void)membrane::wait(ion);
    }
}

}  // namespace

bool turns(membrane::Ion& ion) {
    Group group = begin(ion, "turns");
    constexpr std::uint32_t enough = 20;
    let_go(ion, false);
    const auto other = static_cast<std::uint32_t>(start_deed(ion, "wait for go").result);
    expect(group, "who yields lets another in", enough, turns_running(ion, other, yield_once, enough));
    expect(group, "and who fills its ring", enough, turns_running(ion, other, fill_the_ring, enough));
    let_go(ion, true);
    expect(group, "who was let in ends", 0, wait_for_child(ion, other).status);
    let_go(ion, false);  // its page is counted
    return end(group);
}

}  // namespace hostile
