// The kernel's side of a ring pair. The program can write anything to ring memory, so the kernel keeps private copies
// of its own counts, and accepts the program's counts only within the limits below.
#pragma once

#include <cstdint>
#include <optional>

#include "core/records.h"
#include "hal/channel.h"

namespace core {

/// The number of filled slots for two free-running counts; nothing if it would be more than RING_CAPACITY, because then
/// a count is not valid.
constexpr std::optional<std::uint32_t> filled_slots(std::uint32_t head, std::uint32_t tail) {
    const std::uint32_t filled = tail - head;
    return filled <= RING_CAPACITY ? std::optional(filled) : std::nullopt;
}

/// The program produces, the kernel consumes.
struct SubmissionRing {
    hal_ring_header* memory = nullptr;
    std::uint32_t head = 0;
};

/// The kernel produces, the program consumes.
struct CompletionRing {
    hal_ring_header* memory = nullptr;
    std::uint32_t tail = 0;
};

/// Formats both rings. Their counts begin at `start`.
inline void format_rings(SubmissionRing& submission, CompletionRing& completion, std::uint32_t start) {
    hal_ring_format(submission.memory, start);
    hal_ring_format(completion.memory, start);
    submission.head = start;
    completion.tail = start;
}

/// The number of waiting packets; nothing if the tail is not valid.
inline std::optional<std::uint32_t> waiting(const SubmissionRing& ring) {
    return filled_slots(ring.head, hal_ring_tail(ring.memory));
}

/// The number of answers that the program has not taken yet; nothing if the head is not valid.
inline std::optional<std::uint32_t> answers(const CompletionRing& ring) {
    return filled_slots(hal_ring_head(ring.memory), ring.tail);
}

/// The number of answers that fit; nothing if the head is not valid.
inline std::optional<std::uint32_t> room(const CompletionRing& ring) {
    const std::optional<std::uint32_t> filled = answers(ring);
    return filled ? std::optional(RING_CAPACITY - *filled) : std::nullopt;
}

/// Takes the next packet: the HAL makes one private copy, which is decoded field by field. Check `waiting` first. The
/// program sees the freed slots only after release_slots, once for each batch, to spare its cache line.
inline CmdPacket take(SubmissionRing& ring) {
    hal_cmd_packet raw;
    hal_ring_take(ring.memory, ring.head, &raw);
    ++ring.head;
    return {.kind = static_cast<CmdKind>(raw.kind), ._pad = raw._pad, .arg = raw.arg, .id = raw.id};
}

/// Publishes to the program that the slots of taken packets are free.
inline void release_slots(const SubmissionRing& ring) {
    hal_ring_set_head(ring.memory, ring.head);
}

/// Posts an answer. Check `room` first. The program sees it only after show_answers, once for each batch.
inline void post(CompletionRing& ring, const CompletionPacket& answer) {
    const hal_completion_packet raw{.sequence = answer.sequence,
                                    .verdict = answer.verdict,
                                    ._pad = answer._pad,
                                    .result = answer.result,
                                    ._reserved = answer._reserved};
    hal_ring_post(ring.memory, ring.tail, &raw);
    ++ring.tail;
}

/// Publishes posted answers to the program.
inline void show_answers(const CompletionRing& ring) {
    hal_ring_set_tail(ring.memory, ring.tail);
}

}  // namespace core
