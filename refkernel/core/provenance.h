// Checks the origin of a packet, its sequence and tag, and then its padding and kind. The order of checks is fixed:
//
//     tag and sequence ─► EBADTAG    _pad ─► EPAD    kind ─► EKIND    then the command itself
//
// A valid tag proves that the packet was made with the ring's key for this position in the sequence. It proves the
// origin only: the program has the key, so its packets are still untrusted.
#pragma once

#include <cstdint>

#include "core/command_list.h"
#include "core/records.h"
#include "core/siphash.h"

namespace core {

/// The state of one submission ring.
struct Provenance {
    siphash::ExpandedKey key{};
    std::uint64_t expected = 1;  // sequence of the next valid packet
    std::uint64_t refused = 0;   // number of packets answered EBADTAG; printed when the process ends
};

/// The low half of CmdPacket::id.
constexpr std::uint64_t sequence_of(const CmdPacket& packet) {
    return static_cast<std::uint64_t>(packet.id);
}
/// The high half of CmdPacket::id.
constexpr std::uint64_t tag_of(const CmdPacket& packet) {
    return static_cast<std::uint64_t>(packet.id >> 64);
}

/// SipHash-2-4 over kind, _pad, arg and sequence: 24 little-endian bytes, made from the decoded values.
[[gnu::always_inline]] inline std::uint64_t expected_tag(const siphash::ExpandedKey& key, const CmdPacket& packet) {
    return siphash::tag(key, std::uint64_t{packet._pad} << 32 | packet.kind, packet.arg, sequence_of(packet));
}

[[gnu::always_inline]] constexpr bool is_command(CmdKind kind) {
    switch (kind) {
    case CMD_NULL:
#define REFKERNEL_CASE(command, function) case command:
        REFKERNEL_COMMANDS(REFKERNEL_CASE)
#undef REFKERNEL_CASE
        return true;
    }
    return false;
}

/// Returns VERDICT_OK or the verdict of the first check that fails. A valid tag uses up its sequence number, even if a
/// later check fails. An invalid tag does not.
[[gnu::always_inline]] inline Verdict judge(Provenance& provenance, const CmdPacket& packet) {
    if (sequence_of(packet) != provenance.expected || tag_of(packet) != expected_tag(provenance.key, packet)) {
        ++provenance.refused;
        return VERDICT_EBADTAG;
    }
    ++provenance.expected;
    if (packet._pad != 0) {
        return VERDICT_EPAD;
    }
    return is_command(packet.kind) ? VERDICT_OK : VERDICT_EKIND;
}

/// The key of process number `count` since boot. Deterministic, so that a run can be repeated byte for byte.
siphash::Key derive_key(std::uint64_t count);

}  // namespace core
