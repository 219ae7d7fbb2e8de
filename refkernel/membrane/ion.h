// The ring client: sends commands to the kernel and receives its answers.
//
//     seal ─► push ─► ring_doorbell ─► wait            call does all four
//
// Functions that run for each packet are inline here, so that a packet is only in registers and in its slot.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/siphash.h"
#include "membrane/doorbell.h"
#include "membrane/records.h"
#include "membrane/slot.h"

namespace membrane {

/// The program's end of its ring pair.
struct Ion {
    RingHeader* submission = nullptr;
    RingHeader* completion = nullptr;
    std::uint32_t pushed = 0;     // our copy of the submission ring's tail
    std::uint32_t taken = 0;      // its head when last read; rarely read, because the kernel writes to its cache line
    std::uint32_t collected = 0;  // our copy of the completion ring's head
    std::uint64_t sequence = 0;   // of the next sealed packet
    siphash::ExpandedKey key{};
    std::uint64_t blob = 0;       // address of the replay blob; 0: none
    std::uint64_t blob_next = 0;  // offset of the first case to push, in the blob, in bytes
    std::string_view arguments;   // of the program
    std::uint32_t number = 0;     // of this process
};

/// Reads the EntryBlock that the kernel wrote. Stops the program if the block is not valid.
Ion open_ion(const EntryBlock& entry);

/// Makes a packet with the next sequence number and its tag. Push it before you seal the next one: the kernel refuses
/// packets that are out of sequence.
CmdPacket seal(Ion& ion, CmdKind kind, std::uint64_t arg);

/// Puts a packet into the submission ring, unchanged. Returns false if the ring is full.
[[nodiscard]] inline bool push(Ion& ion, const CmdPacket& packet) {
    if (ion.pushed - ion.taken >= RING_CAPACITY) {
        ion.taken = __atomic_load_n(&ion.submission->head, __ATOMIC_ACQUIRE);
        if (ion.pushed - ion.taken >= RING_CAPACITY) {
            return false;
        }
    }
    RingHeader* const ring = ion.submission;  // copies of members, which a store to a slot cannot change
    const std::uint32_t slot = ion.pushed;
    store_members(slot_address(ring, slot), packet);
    ion.pushed = slot + 1;
    __atomic_store_n(&ring->tail, slot + 1, __ATOMIC_RELEASE);
    return true;
}

/// Moves the rings to two different, page-aligned pages of this program's memory. Their counts begin at `start`. The
/// new rings are in use if the result is VERDICT_OK.
Verdict move_rings(Ion& ion, void* submission, void* completion, std::uint32_t start);

/// Takes the next answer out of the completion ring. Returns false if there is none.
[[nodiscard]] inline bool collect(Ion& ion, CompletionPacket& answer) {
    RingHeader* const ring = ion.completion;
    const std::uint32_t slot = ion.collected;
    if (__atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE) == slot) {
        return false;
    }
    load_members(slot_address(ring, slot), answer);
    ion.collected = slot + 1;
    __atomic_store_n(&ring->head, slot + 1, __ATOMIC_RELEASE);
    return true;
}

/// Rings the doorbell and takes the next answer.
CompletionPacket wait(Ion& ion);

/// A verdict, and the result if it is VERDICT_OK.
struct Reply {
    Verdict verdict = VERDICT_OK;
    std::uint64_t result = 0;
};

/// Sends one command and returns its answer. Do not use it while other packets have no answer yet.
Reply call(Ion& ion, CmdKind kind, std::uint64_t arg);

}  // namespace membrane
