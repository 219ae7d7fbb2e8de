#include "membrane/ion.h"

#include "membrane/stop.h"

namespace membrane {
namespace {

/// For call, which needs no packet in memory.
[[gnu::always_inline]] inline CmdPacket seal_inline(Ion& ion, CmdKind kind, std::uint64_t arg) {
    const std::uint64_t sequence = ion.sequence++;
    CmdPacket packet{.kind = kind, .arg = arg, .id = siphash::tag(ion.key, kind, arg, sequence)};
    packet.id = packet.id << 64 | sequence;
    return packet;
}

[[gnu::noinline]] void push_when_there_is_room(Ion& ion, const CmdPacket& packet) {
    while (!push(ion, packet)) {
        ring_doorbell(0);
    }
}

RingHeader* open_ring(std::uint64_t address) {
    auto* const ring = reinterpret_cast<RingHeader*>(address);
    if (ring->magic != RING_MAGIC || ring->capacity != RING_CAPACITY || ring->slot_bytes != RING_SLOT_BYTES) {
        stop();
    }
    return ring;
}

}  // namespace

Ion open_ion(const EntryBlock& entry) {
    if (entry.magic != ENTRY_MAGIC || entry.version != ENTRY_VERSION) {
        stop();
    }
    Ion ion{.submission = open_ring(entry.submission),
            .completion = open_ring(entry.completion),
            .sequence = entry.sequence,
            .blob = entry.blob,
            .blob_next = entry.blob_next,
            .arguments = {reinterpret_cast<const char*>(entry.arguments), entry.arguments_length},
            .number = entry.number};
    siphash::Key key;
    __builtin_memcpy(key.data(), entry.key, key.size());
    ion.key = siphash::expand(key);
    return ion;
}

CmdPacket seal(Ion& ion, CmdKind kind, std::uint64_t arg) {
    return seal_inline(ion, kind, arg);
}

CompletionPacket wait(Ion& ion) {
    CompletionPacket answer{};
    while (!collect(ion, answer)) {
        ring_doorbell(1);
    }
    return answer;
}

Reply call(Ion& ion, CmdKind kind, std::uint64_t arg) {
    const CmdPacket packet = seal_inline(ion, kind, arg);
    if (!push(ion, packet)) {
        const CmdPacket copy = packet;  // only the copy needs an address; the packet stays in registers
        push_when_there_is_room(ion, copy);
    }
    CompletionPacket answer;
    do {
        ring_doorbell(1);
    } while (!collect(ion, answer));
    return {.verdict = answer.verdict, .result = answer.result};
}

Verdict move_rings(Ion& ion, void* submission, void* completion, std::uint32_t start) {
    const RingPlace place{.submission = reinterpret_cast<std::uint64_t>(submission),
                          .completion = reinterpret_cast<std::uint64_t>(completion),
                          .start = start};
    push_when_there_is_room(ion, seal(ion, CMD_RING_MOVE, reinterpret_cast<std::uint64_t>(&place)));
    ring_doorbell(1);
    // The answer is in the new ring if the move succeeded, and in the old ring if it failed.
    Ion moved = ion;
    moved.submission = static_cast<RingHeader*>(submission);
    moved.completion = static_cast<RingHeader*>(completion);
    moved.pushed = start;
    moved.taken = start;
    moved.collected = start;
    CompletionPacket answer{};
    if (collect(ion, answer)) {
        return answer.verdict;
    }
    ion = moved;
    return wait(ion).verdict;
}

}  // namespace membrane
