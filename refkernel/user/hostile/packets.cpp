// Invalid packets. The replay has thousands of them, but there the kernel does not carry out commands.
#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

Verdict send(Ion& ion, const CmdPacket& packet) {
    while (!push(ion, packet)) {
        ring_doorbell(0);
    }
    return membrane::wait(ion).verdict;
}

/// Sends a packet with padding 1 and a valid tag over it. Writes the padding into the slot as bytes, because a wrong
/// declaration of CmdPacket may have no padding.
Verdict send_padded(Ion& ion) {
    constexpr std::size_t pad_at = 4;
    constexpr std::uint32_t pad = 1;
    const std::uint64_t sequence = ion.sequence++;
    CmdPacket packet{.kind = CMD_SYS_EXIT, .arg = 9, .id = 0};
    packet.id = siphash::tag(ion.key, std::uint64_t{pad} << 32 | packet.kind, packet.arg, sequence);
    packet.id = packet.id << 64 | sequence;
    std::byte* const slot = membrane::slot_address(ion.submission, ion.pushed);
    membrane::store_members(slot, packet);
    __builtin_memcpy(slot + pad_at, &pad, sizeof pad);
    ++ion.pushed;
    __atomic_store_n(&ion.submission->tail, ion.pushed, __ATOMIC_RELEASE);
    return membrane::wait(ion).verdict;
}

}  // namespace

bool packets(membrane::Ion& ion) {
    Group group = begin(ion, "packets");
    for (const std::uint32_t kind : {0U, 0x101U, 0x3ffU, 0x40aU, 0x501U, ~0U}) {
        expect(group, "an unknown kind", VERDICT_EKIND, ask(ion, static_cast<CmdKind>(kind), 0));
    }
    CmdPacket forged = seal(ion, CMD_NULL, 0);
    --ion.sequence;
    forged.arg = 1;
    expect(group, "an argument changed after sealing", VERDICT_EBADTAG, send(ion, forged));
    CmdPacket good = seal(ion, CMD_NULL, 0);
    expect(group, "a valid packet", VERDICT_OK, send(ion, good));
    expect(group, "the same packet again", VERDICT_EBADTAG, send(ion, good));
    const CmdPacket first = seal(ion, CMD_NULL, 0);
    const CmdPacket second = seal(ion, CMD_NULL, 0);
    expect(group, "a packet before its turn", VERDICT_EBADTAG, send(ion, second));
    expect(group, "the packet before it", VERDICT_OK, send(ion, first));
    expect(group, "the packet in its turn", VERDICT_OK, send(ion, second));
    expect(group, "padding with a valid tag", VERDICT_EPAD, send_padded(ion));
    CmdPacket zero{};
    expect(group, "only zeros", VERDICT_EBADTAG, send(ion, zero));
    return end(group);
}

}  // namespace hostile
