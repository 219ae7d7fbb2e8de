// Many programs at once: they start and end each other, or wait for the same console.
#include <array>
#include <span>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

std::uint32_t start(Group& group, std::string_view task) {
    const Reply child = start_child(group.ion, task);
    expect(group, task, VERDICT_OK, child.verdict);
    return static_cast<std::uint32_t>(child.result);
}

/// A bit for each hart that runs a process, from the kernel's list; 0 if the list is impossible.
std::uint64_t busy_harts(Ion& ion) {
    std::array<ProcessEntry, 64> entries;
    const Reply listed = membrane::processes(ion, entries);
    std::uint64_t busy = 0;
    for (const ProcessEntry& entry : std::span(entries).first(listed.result)) {
        if (entry.state != PROCESS_RUNNING) {
            continue;
        }
        if (entry.hart >= 64 || (busy >> entry.hart & 1) != 0) {
            return 0;
        }
        busy |= std::uint64_t{1} << entry.hart;
    }
    return busy;
}

/// One program more than there are harts. Each hart must run one at some time, and never two.
void on_every_hart(Group& group) {
    Ion& ion = group.ion;
    SystemStat stat{};
    (void)system_stat(ion, stat);
    const std::uint64_t all = (std::uint64_t{1} << stat.harts) - 1;
    let_go(ion, false);
    for (std::uint32_t hart = 0; hart < stat.harts; ++hart) {
        (void)start(group, "spin until go");
    }
    std::uint64_t seen = 0;
    bool possible = true;
    for (int round = 0; round < 20'000 && possible && seen != all; ++round) {
        const std::uint64_t busy = busy_harts(ion);
        possible = busy != 0;
        seen |= busy;
        (void)yield(ion);
    }
    expect(group, "no hart runs two programs", 1, possible ? 1 : 0);
    expect(group, "each hart runs one", all, seen);
    let_go(ion, true);
    for (std::uint32_t hart = 0; hart < stat.harts; ++hart) {
        expect(group, "a child that waited for go ends", 0, wait_for_child(ion, ANY_CHILD).status);
    }
    let_go(ion, false);  // frees the page of tmp/go before pages are counted
}

}  // namespace

bool crowds(membrane::Ion& ion) {
    Group group = begin(ion, "crowds");
    std::array<std::uint32_t, 6> storms{};
    for (std::uint32_t& storm : storms) {
        storm = start(group, "storm");
    }
    for (const std::uint32_t storm : storms) {
        expect(group, "a storm", 0, wait_for_child(ion, storm).status);
    }
    on_every_hart(group);
    return end(group);
}

bool console(membrane::Ion& ion) {
    Group group = begin(ion, "console");
    constexpr std::uint32_t readers = 10;
    for (std::uint32_t reader = 0; reader < readers; ++reader) {
        (void)start(group, "read a number");
    }
    std::uint32_t found = 0;  // a bit for each number
    for (std::uint32_t reader = 0; reader < readers; ++reader) {
        found |= 1U << wait_for_child(ion, ANY_CHILD).status % 32;
    }
    expect(group, "each line was read once and completely", 0x7fe, found);
    return end(group);
}

}  // namespace hostile
