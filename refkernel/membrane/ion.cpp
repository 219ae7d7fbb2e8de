#include "membrane/ion.h"

#include <boost/pfr/core.hpp>
#include <span>

#include "membrane/stop.h"

namespace membrane {
namespace {

std::byte* slot_address(RingHeader* ring, std::uint32_t index) {
    return reinterpret_cast<std::byte*>(ring) + sizeof(RingHeader) +
           std::size_t{index % RING_CAPACITY} * RING_SLOT_BYTES;
}

/// Where `member` lies in `record`, in bytes.
template <typename Record, typename Member>
std::size_t offset_in(const Record& record, const Member& member) {
    return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&member) -
                                    reinterpret_cast<const std::byte*>(&record));
}

template <typename Record>
void store_members(std::byte* bytes, const Record& record) {
    auto* const slot = static_cast<std::byte*>(__builtin_assume_aligned(bytes, RING_SLOT_BYTES));
    boost::pfr::for_each_field(record, [&](const auto& member) {
        __builtin_memcpy(slot + offset_in(record, member), &member, sizeof member);
    });
}

template <typename Record>
void load_members(const std::byte* bytes, Record& record) {
    const auto* const slot = static_cast<const std::byte*>(__builtin_assume_aligned(bytes, RING_SLOT_BYTES));
    boost::pfr::for_each_field(
        record, [&](auto& member) { __builtin_memcpy(&member, slot + offset_in(record, member), sizeof member); });
}

std::uint32_t load_acquire(const std::uint32_t& count) {
    return __atomic_load_n(&count, __ATOMIC_ACQUIRE);
}
void store_release(std::uint32_t& count, std::uint32_t value) {
    __atomic_store_n(&count, value, __ATOMIC_RELEASE);
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
    ion.key = siphash::words_of(key);
    return ion;
}

CmdPacket seal(Ion& ion, CmdKind kind, std::uint64_t arg) {
    const std::uint64_t sequence = ion.sequence++;
    CmdPacket packet{.kind = kind, .arg = arg, .id = siphash::tag(ion.key, kind, arg, sequence)};
    packet.id = packet.id << 64 | sequence;
    return packet;
}

bool push(Ion& ion, const CmdPacket& packet) {
    if (ion.pushed - ion.taken >= RING_CAPACITY) {
        ion.taken = load_acquire(ion.submission->head);
        if (ion.pushed - ion.taken >= RING_CAPACITY) {
            return false;
        }
    }
    store_members(slot_address(ion.submission, ion.pushed), packet);
    ++ion.pushed;
    store_release(ion.submission->tail, ion.pushed);
    return true;
}

bool collect(Ion& ion, CompletionPacket& answer) {
    if (load_acquire(ion.completion->tail) == ion.collected) {
        return false;
    }
    load_members(slot_address(ion.completion, ion.collected), answer);
    ++ion.collected;
    store_release(ion.completion->head, ion.collected);
    return true;
}

CompletionPacket wait(Ion& ion) {
    CompletionPacket answer{};
    while (!collect(ion, answer)) {
        ring_doorbell(1);
    }
    return answer;
}

CompletionPacket call(Ion& ion, CmdKind kind, std::uint64_t arg) {
    const CmdPacket packet = seal(ion, kind, arg);
    while (!push(ion, packet)) {
        ring_doorbell(0);
    }
    return wait(ion);
}

Verdict move_rings(Ion& ion, void* submission, void* completion, std::uint32_t start) {
    const RingPlace place{.submission = reinterpret_cast<std::uint64_t>(submission),
                          .completion = reinterpret_cast<std::uint64_t>(completion),
                          .start = start};
    const CmdPacket packet = seal(ion, CMD_RING_MOVE, reinterpret_cast<std::uint64_t>(&place));
    while (!push(ion, packet)) {
        ring_doorbell(0);
    }
    ring_doorbell(1);
    // The answer lies in the new ring when there is one, in the old one when there is not.
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
