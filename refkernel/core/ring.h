// The kernel's side of a ring pair. Ring memory is the program's to scribble on, so the kernel keeps its own copy of
// the counts that are its own, and believes of the others only what the rules below allow.
#pragma once

#include <cstdint>
#include <optional>

#include "core/records.h"
#include "hal/channel.h"

namespace core {

/// Filled slots between two counts that never wrap back. Nothing when the counts are nonsense: no ring holds more than
/// RING_CAPACITY.
constexpr std::optional<std::uint32_t> filled_slots(std::uint32_t head, std::uint32_t tail) {
    const std::uint32_t filled = tail - head;
    return filled <= RING_CAPACITY ? std::optional(filled) : std::nullopt;
}

/// We consume; the program produces.
struct SubmissionRing {
    hal_ring_header* memory = nullptr;
    std::uint32_t head = 0;
};

/// We produce; the program consumes.
struct CompletionRing {
    hal_ring_header* memory = nullptr;
    std::uint32_t tail = 0;
};

/// Formats both rings. Their counts begin at `start`.
void format_rings(SubmissionRing& submission, CompletionRing& completion, std::uint32_t start);

/// Packets that wait. Nothing: the tail is nonsense.
inline std::optional<std::uint32_t> waiting(const SubmissionRing& ring) {
    return filled_slots(ring.head, hal_ring_tail(ring.memory));
}

/// Answers that the program has not yet taken. Nothing: the head is nonsense.
inline std::optional<std::uint32_t> answers(const CompletionRing& ring) {
    return filled_slots(hal_ring_head(ring.memory), ring.tail);
}

/// Answers for which there is room. Nothing: the head is nonsense.
inline std::optional<std::uint32_t> room(const CompletionRing& ring) {
    const std::optional<std::uint32_t> filled = answers(ring);
    return filled ? std::optional(RING_CAPACITY - *filled) : std::nullopt;
}

/// Takes the next packet: one private copy, made by the HAL, decoded field by field. Ask `waiting` first. The program
/// learns of it by release_slots, once a batch: its cache line is not touched for each packet.
inline CmdPacket take(SubmissionRing& ring) {
    hal_cmd_packet raw;
    hal_ring_take(ring.memory, ring.head, &raw);
    ++ring.head;
    return {.kind = static_cast<CmdKind>(raw.kind), ._pad = raw._pad, .arg = raw.arg, .id = raw.id};
}

/// Tells the program that the slots of what was taken may be filled again.
inline void release_slots(const SubmissionRing& ring) {
    hal_ring_set_head(ring.memory, ring.head);
}

/// Posts an answer. Ask `room` first. The program sees it by show_answers, once a batch.
inline void post(CompletionRing& ring, const CompletionPacket& answer) {
    const hal_completion_packet raw{.sequence = answer.sequence,
                                    .verdict = answer.verdict,
                                    ._pad = answer._pad,
                                    .result = answer.result,
                                    ._reserved = answer._reserved};
    hal_ring_post(ring.memory, ring.tail, &raw);
    ++ring.tail;
}

/// Shows the program what was posted.
inline void show_answers(const CompletionRing& ring) {
    hal_ring_set_tail(ring.memory, ring.tail);
}

}  // namespace core
