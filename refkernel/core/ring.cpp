#include "core/ring.h"

#include "hal/channel.h"

namespace core {

void format_rings(SubmissionRing& submission, CompletionRing& completion) {
    hal_ring_format(submission.memory);
    hal_ring_format(completion.memory);
    submission.head = 0;
    completion.tail = 0;
}

std::optional<std::uint32_t> waiting(const SubmissionRing& ring) {
    return filled_slots(ring.head, hal_ring_tail(ring.memory));
}

std::optional<std::uint32_t> answers(const CompletionRing& ring) {
    return filled_slots(hal_ring_head(ring.memory), ring.tail);
}

std::optional<std::uint32_t> room(const CompletionRing& ring) {
    const std::optional<std::uint32_t> filled = answers(ring);
    return filled ? std::optional(RING_CAPACITY - *filled) : std::nullopt;
}

CmdPacket take(SubmissionRing& ring) {
    hal_cmd_packet raw{};
    hal_ring_take(ring.memory, ring.head, &raw);
    ++ring.head;
    hal_ring_set_head(ring.memory, ring.head);
    return {.kind = static_cast<CmdKind>(raw.kind), ._pad = raw._pad, .arg = raw.arg, .id = raw.id};
}

void post(CompletionRing& ring, const CompletionPacket& answer) {
    const hal_completion_packet raw{.sequence = answer.sequence,
                                    .verdict = answer.verdict,
                                    ._pad = answer._pad,
                                    .result = answer.result,
                                    ._reserved = answer._reserved};
    hal_ring_post(ring.memory, ring.tail, &raw);
    ++ring.tail;
    hal_ring_set_tail(ring.memory, ring.tail);
}

}  // namespace core
