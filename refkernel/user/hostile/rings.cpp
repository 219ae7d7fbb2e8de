// Rings with invalid counts, and rings at addresses where they cannot be.
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

constexpr std::uint32_t killed_by_offence = STATUS_KILLED | 63;

alignas(4096) constinit std::array<std::uint8_t, std::size_t{3} * 4096> own_pages{};

Verdict move_to(Ion& ion, std::uint64_t submission, std::uint64_t completion) {
    return ask_with(ion, CMD_RING_MOVE, RingPlace{.submission = submission, .completion = completion, .start = 0});
}

void places(Group& group) {
    const auto page = reinterpret_cast<std::uint64_t>(own_pages.data());
    expect(group, "misaligned", VERDICT_EINVAL, move_to(group.ion, page + 8, page + 4096));
    expect(group, "across two pages", VERDICT_EINVAL, move_to(group.ion, page, page + 4096 + 2048));
    expect(group, "both in one page", VERDICT_EINVAL, move_to(group.ion, page, page));
    expect(group, "padding that is not zero", VERDICT_EPAD,
           ask_with(group.ion, CMD_RING_MOVE,
                    RingPlace{.submission = page, .completion = page + 4096, .start = 0, ._pad = 1}));
    expect(group, "at null", VERDICT_EFAULT, move_to(group.ion, 0, page));
    expect(group, "unmapped", VERDICT_EFAULT, move_to(group.ion, page, hole));
    expect(group, "in the kernel", VERDICT_EFAULT, move_to(group.ion, kernel_text, page));
    expect(group, "over our code", VERDICT_EFAULT, move_to(group.ion, own_text, page));
    expect(group, "read-only", VERDICT_EFAULT, move_to(group.ion, page, entry_block));
    expect(group, "not canonical", VERDICT_EFAULT, move_to(group.ion, non_canonical, page));
    expect(group, "the last page of the address space", VERDICT_EFAULT, move_to(group.ion, last_byte - 4095, page));
    RingHeader* const submission = group.ion.submission;
    RingHeader* const completion = group.ion.completion;
    expect(group, "in pages of our own", VERDICT_OK, move_rings(group.ion, &own_pages[0], &own_pages[4096], 0));
    expect(group, "the moved rings work", VERDICT_OK, ask(group.ion, CMD_NULL, 0));
    expect(group, "counting from a little below 2^32", VERDICT_OK,
           move_rings(group.ion, submission, completion, ~0U - 20));
    std::uint32_t answered = 0;
    while (answered < 100 && ask(group.ion, CMD_NULL, answered) == VERDICT_OK) {
        ++answered;
    }
    expect(group, "they work across 2^32", 100, answered);
}

/// Moves the rings while ten packets wait in the old ring.
void leave_packets(Group& group) {
    Ion& ion = group.ion;
    RingHeader* const submission = ion.submission;
    RingHeader* const completion = ion.completion;
    const auto page = reinterpret_cast<std::uint64_t>(&own_pages[0]);
    const RingPlace place{.submission = page, .completion = page + 4096, .start = 0};
    bool pushed = push(ion, seal(ion, CMD_RING_MOVE, reinterpret_cast<std::uint64_t>(&place)));
    for (std::uint32_t behind = 0; behind < 10; ++behind) {
        pushed = push(ion, seal(ion, CMD_NULL, 0)) && pushed;
    }
    ring_doorbell(1);
    ion.sequence -= 10;
    ion.submission = reinterpret_cast<RingHeader*>(&own_pages[0]);
    ion.completion = reinterpret_cast<RingHeader*>(&own_pages[4096]);
    ion.pushed = ion.taken = ion.collected = 0;
    CompletionPacket answer{};
    expect(group, "a move with waiting packets", 1,
           pushed && collect(ion, answer) && answer.verdict == VERDICT_OK ? 1 : 0);
    expect(group, "the waiting packets get no answer", 0, collect(ion, answer) ? 1 : 0);
    expect(group, "a move back", VERDICT_OK, move_rings(ion, submission, completion, 0));
}

}  // namespace

bool rings(membrane::Ion& ion) {
    Group group = begin(ion, "rings");
    places(group);
    leave_packets(group);
    for (const std::string_view task : {"tail too far", "tail backwards", "completion head ahead", "tail at the end"}) {
        expect(group, task, killed_by_offence, status_of_child(ion, task));
    }
    for (const std::string_view task :
         {"head overwritten", "magic overwritten", "buffer over the ring", "early tail", "full completion ring"}) {
        expect(group, task, 0, status_of_child(ion, task));
    }
    return end(group);
}

}  // namespace hostile
