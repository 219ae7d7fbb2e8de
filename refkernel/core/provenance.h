// Where a packet comes from: sequence and tag, and the checks that every packet passes, in one order.
//
//     tag and sequence ─► EBADTAG    _pad ─► EPAD    kind ─► EKIND    then the command itself
//
// A tag proves that the packet was made with the ring's key and lay in the ring at its turn. It proves origin, not
// trust: the key is the program's own.
#pragma once

#include <cstdint>

#include "core/records.h"
#include "core/siphash.h"

namespace core {

/// Of one submission ring.
struct Provenance {
    siphash::KeyWords key{};
    std::uint64_t expected = 1;  // sequence of the next good packet
    std::uint64_t refused = 0;   // packets answered EBADTAG; told when the process ends
};

/// The low half of CmdPacket::id.
constexpr std::uint64_t sequence_of(const CmdPacket& packet) {
    return static_cast<std::uint64_t>(packet.id);
}
/// The high half of CmdPacket::id.
constexpr std::uint64_t tag_of(const CmdPacket& packet) {
    return static_cast<std::uint64_t>(packet.id >> 64);
}

/// SipHash-2-4 over kind, _pad, arg and sequence, little-endian, 24 bytes: what was decoded, as it would lie there.
std::uint64_t expected_tag(const siphash::KeyWords& key, const CmdPacket& packet);

bool is_command(CmdKind kind);

/// VERDICT_OK, or the first check that `packet` fails. A good tag uses up its sequence number, whatever comes after;
/// a bad one uses up nothing.
Verdict judge(Provenance& provenance, const CmdPacket& packet);

/// The key of the `count`th process since boot. Deterministic, so that a run can be repeated byte for byte.
siphash::Key derive_key(std::uint64_t count);

}  // namespace core
