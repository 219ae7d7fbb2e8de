// Two harts: one runs this program, the other serves its rings (boot argument poll) while the program changes them.
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

/// Publishes a good packet and changes it while the kernel may read it. The kernel must accept the original or refuse
/// the packet, and must never carry out a changed one. A refused packet is sealed again, because its sequence is not
/// used up. The delay before the change grows after a refused packet and shrinks after an accepted one, so that both
/// results occur at any speed of the other hart.
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
        slot[0] = CMD_SYS_EXIT;  // would end this program if it were carried out
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
    expect(group, "each packet is accepted unchanged or refused", tried, taken + refused);
    expect(group, "some were taken before the change", 1, taken > 0 ? 1 : 0);
    expect(group, "some were changed before they were taken", 1, refused > 0 ? 1 : 0);
}

/// Moves the tail back and forth while the kernel may read it. The kernel refuses slots without a packet, and ignores
/// the ring while the tail is not valid.
void tail_to_and_fro(Group& group) {
    Ion& ion = group.ion;
    const std::uint32_t tail = ion.pushed;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        __atomic_store_n(&ion.submission->tail, tail + RING_CAPACITY + 1 + round, __ATOMIC_RELEASE);
        __atomic_store_n(&ion.submission->tail, tail, __ATOMIC_RELEASE);
    }
    expect(group, "the ring works afterwards", VERDICT_OK, ask(ion, CMD_NULL, 0));
}

/// One child writes a program file again and again, and we start the program meanwhile.
void file_changed(Group& group) {
    Ion& ion = group.ion;
    let_go(ion, false);
    const Reply writer = start_child(ion, "write a program");
    std::uint32_t started = 0;
    std::uint32_t refused = 0;
    std::uint32_t others = 0;
    for (std::uint32_t round = 0; round < 5'000 && (started < 20 || refused < 20); ++round) {
        const Reply child = spawn(ion, "tmp/program");
        if (child.verdict == VERDICT_OK) {
            ++started;
            expect(group, "a started program is complete", 0,
                   wait_for_child(ion, static_cast<std::uint32_t>(child.result)).status);
        } else if (child.verdict == VERDICT_ENOEXEC) {
            ++refused;
        } else if (child.verdict != VERDICT_ENOENT) {
            ++others;
        }
    }
    let_go(ion, true);
    expect(group, "a program that is being written is started completely or refused", 0, others);
    expect(group, "some were complete", 1, started > 0 ? 1 : 0);
    expect(group, "some were not", 1, refused > 0 ? 1 : 0);
    expect(group, "the writer exits with 0", 0, wait_for_child(ion, static_cast<std::uint32_t>(writer.result)).status);
    const Reply file = open(ion, "tmp/program", OPEN_WRITE | OPEN_TRUNCATE);
    (void)close(ion, static_cast<std::uint32_t>(file.result));
    let_go(ion, false);  // frees the page of tmp/go before pages are counted
}

/// Sends one command without ringing the doorbell.
Verdict ask_without_doorbell(Ion& ion, CmdKind kind, std::uint64_t arg) {
    CompletionPacket answer{};
    if (!push(ion, seal(ion, kind, arg))) {
        return VERDICT_EAGAIN;
    }
    while (!collect(ion, answer)) {
    }
    return answer.verdict;
}

/// The other hart or the timer serves the rings. A command that changes the caller has to wait until the caller is
/// stopped.
void without_doorbell(Group& group) {
    Ion& ion = group.ion;
    const RingPlace misaligned{.submission = 8, .completion = 4096, .start = 0};
    for (int round = 0; round < 20; ++round) {
        SystemStat stat{};
        expect(group, "a record is written while we run", VERDICT_OK,
               ask_without_doorbell(ion, CMD_SYS_STAT, reinterpret_cast<std::uint64_t>(&stat)));
        expect(group, "the record is complete", 2, stat.harts);
        expect(group, "a yield", VERDICT_OK, ask_without_doorbell(ion, CMD_SYS_YIELD, 0));
        expect(group, "a wait without children", VERDICT_ECHILD, ask_without_doorbell(ion, CMD_SYS_WAIT, ANY_CHILD));
        expect(group, "an invalid address", VERDICT_EFAULT, ask_without_doorbell(ion, CMD_SYS_EXEC, hole));
        expect(group, "an invalid exit status", VERDICT_EINVAL, ask_without_doorbell(ion, CMD_SYS_EXIT, STATUS_KILLED));
        expect(group, "misaligned rings", VERDICT_EINVAL,
               ask_without_doorbell(ion, CMD_RING_MOVE, reinterpret_cast<std::uint64_t>(&misaligned)));
    }
    for (int round = 0; round < 10; ++round) {
        expect(group, "an exit", 6, status_of_child(ion, "exit unasked"));
        expect(group, "an exec, then an exit", 6, status_of_child(ion, "exec unasked"));
        expect(group, "an invalid count", STATUS_KILLED | 63, status_of_child(ion, "nonsense unasked"));
    }
}

}  // namespace

bool races(membrane::Ion& ion) {
    Group group = begin(ion, "races");
    slot_changed(group);
    tail_to_and_fro(group);
    file_changed(group);
    without_doorbell(group);
    return end(group);
}

}  // namespace hostile
