// Two harts: one runs us, the other serves our rings (boot argument poll) while we scribble in them.
#include <algorithm>
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

constexpr std::uint32_t rounds = 20'000;

volatile std::uint32_t* words_of_slot(Ion& ion, std::uint32_t index) {
    auto* const slots = reinterpret_cast<std::uint8_t*>(ion.submission) + sizeof(RingHeader);
    return reinterpret_cast<volatile std::uint32_t*>(slots + std::size_t{index % RING_CAPACITY} * RING_SLOT_BYTES);
}

/// A good packet is shown and spoiled while it may be read: it is taken as it was, or refused; it is never acted upon
/// in another shape. A refused one is sealed again, with the number that it did not use up. We wait a little longer
/// before we spoil the next one when one was refused, and less when it was taken: however fast the other hart is, we
/// come to where both happen.
void slot_changed(Group& group) {
    Ion& ion = group.ion;
    constexpr std::uint32_t enough = 5'000;
    constexpr std::uint32_t longest = 1U << 26;
    std::uint32_t taken = 0;
    std::uint32_t refused = 0;
    std::uint32_t tried = 0;
    for (std::uint32_t pause = 1; tried < 50 * enough && (taken < enough || refused < enough);) {
        const CmdPacket packet = seal(ion, CMD_NULL, tried++);
        if (!push(ion, packet)) {
            break;
        }
        volatile std::uint32_t* const slot = words_of_slot(ion, ion.pushed - 1);
        for (std::uint32_t i = 0; i < pause; ++i) {
            __asm__ volatile("");
        }
        slot[0] = CMD_SYS_EXIT;  // with this kind it would be the end of us
        CompletionPacket answer{};
        while (!collect(ion, answer)) {
        }
        if (answer.verdict == VERDICT_OK) {
            ++taken;
            pause -= (pause + 3) / 4;
        } else if (answer.verdict == VERDICT_EBADTAG) {
            ++refused;
            --ion.sequence;
            pause = std::min(pause + pause / 4 + 1, longest);
        } else {
            break;
        }
    }
    expect(group, "every packet is taken as it was, or refused", tried, taken + refused);
    expect(group, "some were taken before they were spoiled", 1, taken > 0 ? 1 : 0);
    expect(group, "some were spoiled before they were taken", 1, refused > 0 ? 1 : 0);
}

/// The tail is moved to and fro while it may be read. What was not there is refused; a tail that is nonsense when the
/// other hart looks is passed over.
void tail_to_and_fro(Group& group) {
    Ion& ion = group.ion;
    const std::uint32_t tail = ion.pushed;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        __atomic_store_n(&ion.submission->tail, tail + RING_CAPACITY + 1 + round, __ATOMIC_RELEASE);
        __atomic_store_n(&ion.submission->tail, tail, __ATOMIC_RELEASE);
    }
    expect(group, "and then goes on", VERDICT_OK, ask(ion, CMD_NULL, 0));
}

/// One child writes a program, half of it and then all, again and again; we start it meanwhile.
void file_changed(Group& group) {
    Ion& ion = group.ion;
    let_go(ion, false);
    const Reply writer = start_deed(ion, "write a program");
    std::uint32_t started = 0;
    std::uint32_t refused = 0;
    std::uint32_t others = 0;
    for (std::uint32_t round = 0; round < 5'000 && (started < 20 || refused < 20); ++round) {
        const Reply child = spawn(ion, "tmp/program");
        if (child.verdict == VERDICT_OK) {
            ++started;
            expect(group, "a program that was started is whole", 0,
                   wait_for_child(ion, static_cast<std::uint32_t>(child.result)).status);
        } else if (child.verdict == VERDICT_ENOEXEC) {
            ++refused;
        } else if (child.verdict != VERDICT_ENOENT) {
            ++others;
        }
    }
    let_go(ion, true);
    expect(group, "a program that is being written is started whole, or refused", 0, others);
    expect(group, "some were whole", 1, started > 0 ? 1 : 0);
    expect(group, "some were not", 1, refused > 0 ? 1 : 0);
    expect(group, "its writer ends well", 0, wait_for_child(ion, static_cast<std::uint32_t>(writer.result)).status);
    const Reply file = open(ion, "tmp/program", OPEN_WRITE | OPEN_TRUNCATE);
    (void)close(ion, static_cast<std::uint32_t>(file.result));
    let_go(ion, false);  // its page is counted
}

/// One command for which nobody rings.
Verdict ask_silently(Ion& ion, CmdKind kind, std::uint64_t arg) {
    CompletionPacket answer{};
    if (!push(ion, seal(ion, kind, arg))) {
        return VERDICT_EAGAIN;
    }
    while (!collect(ion, answer)) {
    }
    return answer.verdict;
}

/// The other hart serves us, or the timer does: what changes the caller waits until it is stopped.
void nobody_rings(Group& group) {
    Ion& ion = group.ion;
    const RingPlace misaligned{.submission = 8, .completion = 4096, .start = 0};
    for (int round = 0; round < 20; ++round) {
        SystemStat stat{};
        expect(group, "a record is written while we run", VERDICT_OK,
               ask_silently(ion, CMD_SYS_STAT, reinterpret_cast<std::uint64_t>(&stat)));
        expect(group, "and is whole", 2, stat.harts);
        expect(group, "giving way", VERDICT_OK, ask_silently(ion, CMD_SYS_YIELD, 0));
        expect(group, "waiting for nobody", VERDICT_ECHILD, ask_silently(ion, CMD_SYS_WAIT, ANY_CHILD));
        expect(group, "an address that is none", VERDICT_EFAULT, ask_silently(ion, CMD_SYS_EXEC, hole));
        expect(group, "an exit that is none", VERDICT_EINVAL, ask_silently(ion, CMD_SYS_EXIT, STATUS_KILLED));
        expect(group, "rings that are none", VERDICT_EINVAL,
               ask_silently(ion, CMD_RING_MOVE, reinterpret_cast<std::uint64_t>(&misaligned)));
    }
    for (int round = 0; round < 10; ++round) {
        expect(group, "an exit", 6, status_of_deed(ion, "exit unasked"));
        expect(group, "an exec, then an exit", 6, status_of_deed(ion, "exec unasked"));
        expect(group, "nonsense", STATUS_KILLED | 63, status_of_deed(ion, "nonsense unasked"));
    }
}

}  // namespace

bool races(membrane::Ion& ion) {
    Group group = begin(ion, "races");
    slot_changed(group);
    tail_to_and_fro(group);
    file_changed(group);
    nobody_rings(group);
    return end(group);
}

}  // namespace hostile
