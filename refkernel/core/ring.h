// The kernel's side of a ring pair. Ring memory is the program's to scribble on, so the kernel keeps its own copy of
// the counts that are its own, and believes of the others only what the rules below allow.
#pragma once

#include <cstdint>
#include <optional>

#include "core/records.h"

struct hal_ring_header;

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

/// Formats both rings in zeroed memory.
void format_rings(SubmissionRing& submission, CompletionRing& completion);

/// Packets that wait. Nothing: the tail is nonsense.
std::optional<std::uint32_t> waiting(const SubmissionRing& ring);

/// Answers for which there is room. Nothing: the head is nonsense.
std::optional<std::uint32_t> room(const CompletionRing& ring);

/// Answers that the program has not yet taken. Nothing: the head is nonsense.
std::optional<std::uint32_t> answers(const CompletionRing& ring);

/// Takes the next packet: one private copy, made by the HAL, decoded field by field. Ask `waiting` first.
CmdPacket take(SubmissionRing& ring);

/// Posts an answer. Ask `room` first.
void post(CompletionRing& ring, const CompletionPacket& answer);

}  // namespace core
