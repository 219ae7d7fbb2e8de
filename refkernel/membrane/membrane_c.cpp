#include <cstddef>
#include <cstring>
#include <span>

#include "core/siphash.h"
#include "membrane/ion.h"
#include "membrane/membrane.h"
#include "membrane/start.h"

namespace {

// Numbers of the spec's CmdPacket, in bytes.
constexpr std::size_t packet_bytes = 32;
constexpr std::size_t id_at = 16;
constexpr std::size_t sequence_bytes = 8;

// So the ring, which moves packets member by member, moves each byte of a slot.
static_assert(sizeof(membrane::CmdPacket) == packet_bytes && sizeof(membrane::CompletionPacket) == packet_bytes);

membrane::Ion& ion_of(Membrane* membrane) {
    return *reinterpret_cast<membrane::Ion*>(membrane);
}

}  // namespace

std::uint64_t run(membrane::Ion& ion) {
    return main_program(reinterpret_cast<Membrane*>(&ion));
}

void membrane_seal(Membrane* membrane, void* packet) {
    membrane::Ion& ion = ion_of(membrane);
    const std::uint64_t sequence = ion.sequence++;
    const std::span<std::uint8_t, packet_bytes> bytes(static_cast<std::uint8_t*>(packet), packet_bytes);
    std::memcpy(&bytes[id_at], &sequence, sequence_bytes);
    const std::uint64_t tag = siphash::tag(ion.key, bytes.first<id_at + sequence_bytes>());
    std::memcpy(&bytes[id_at + sequence_bytes], &tag, sizeof tag);
}

int membrane_push(Membrane* membrane, const void* packet) {
    membrane::CmdPacket slot{};
    std::memcpy(static_cast<void*>(&slot), packet, sizeof slot);
    return membrane::push(ion_of(membrane), slot) ? 1 : 0;
}

void membrane_doorbell(Membrane* /*membrane*/) {
    membrane::ring_doorbell(1);
}

int membrane_collect(Membrane* membrane, void* completion) {
    membrane::CompletionPacket answer{};
    if (!membrane::collect(ion_of(membrane), answer)) {
        return 0;
    }
    std::memcpy(completion, &answer, sizeof answer);
    return 1;
}
