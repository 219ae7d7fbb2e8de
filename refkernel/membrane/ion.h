// The ring client: how a program speaks with the kernel.
//
//     seal ─► push ─► ring_doorbell ─► wait            or all of it at once: call
//
// What is done for each packet stands here, and not in ion.cpp: a packet that is made where it is pushed never lies
// anywhere but in registers and in its slot.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/siphash.h"
#include "membrane/records.h"
#include "membrane/slot.h"

namespace membrane {

/// The program's end of its ring pair.
struct Ion {
    RingHeader* submission = nullptr;
    RingHeader* completion = nullptr;
    std::uint32_t pushed = 0;     // our copy of the submission ring's tail
    std::uint32_t taken = 0;      // its head when we last looked: the kernel's line is left alone until it must be read
    std::uint32_t collected = 0;  // our copy of the completion ring's head
    std::uint64_t sequence = 0;   // of the next packet that is sealed
    siphash::KeyWords key{};
    std::uint64_t blob = 0;       // address of the replay blob; 0: none
    std::uint64_t blob_next = 0;  // offset in it of the first case to push, in bytes
    std::string_view arguments;   // what the program was told
    std::uint32_t number = 0;     // of this process
};

/// What the kernel left at `entry`. A block that is not what it should be stops the program.
Ion open_ion(const EntryBlock& entry);

/// A packet with the next sequence number and its tag. It must be pushed before the next one is sealed: the kernel
/// answers by sequence, and refuses what overtakes.
CmdPacket seal(Ion& ion, CmdKind kind, std::uint64_t arg);

/// Puts a packet into the submission ring as it is. False: the ring is full.
[[nodiscard]] inline bool push(Ion& ion, const CmdPacket& packet) {
    if (ion.pushed - ion.taken >= RING_CAPACITY) {
        ion.taken = __atomic_load_n(&ion.submission->head, __ATOMIC_ACQUIRE);
        if (ion.pushed - ion.taken >= RING_CAPACITY) {
            return false;
        }
    }
    store_members(slot_address(ion.submission, ion.pushed), packet);
    ++ion.pushed;
    __atomic_store_n(&ion.submission->tail, ion.pushed, __ATOMIC_RELEASE);
    return true;
}

/// Lets the kernel run until it has answered what it can, and, where a command has to wait, until `wanted` answers
/// lie in the completion ring.
void ring_doorbell(std::uint32_t wanted);

/// Gives the rings two other pages of this program's memory: page-aligned, and different. Counting goes on at `start`.
/// On VERDICT_OK they are in use.
Verdict move_rings(Ion& ion, void* submission, void* completion, std::uint32_t start);

/// Whether an answer waits, and if so which; it is taken out of the completion ring.
[[nodiscard]] inline bool collect(Ion& ion, CompletionPacket& answer) {
    if (__atomic_load_n(&ion.completion->tail, __ATOMIC_ACQUIRE) == ion.collected) {
        return false;
    }
    load_members(slot_address(ion.completion, ion.collected), answer);
    ++ion.collected;
    __atomic_store_n(&ion.completion->head, ion.collected, __ATOMIC_RELEASE);
    return true;
}

/// Rings, and takes the next answer.
CompletionPacket wait(Ion& ion);

/// One command from sealing to answer. Not while other packets are under way.
CompletionPacket call(Ion& ion, CmdKind kind, std::uint64_t arg);

}  // namespace membrane
