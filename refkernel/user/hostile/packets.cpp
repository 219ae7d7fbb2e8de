// Packets that are not what they should be. The replay has thousands of them; these are acted upon.
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

/// A packet whose padding is 1, and whose tag knows it. The padding goes into the slot as bytes: another declaration of
/// CmdPacket may have none.
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
    for (const std::uint32_t kind : {0U, 0x101U, 0x3ffU, 0x408U, 0x501U, ~0U}) {
        expect(group, "a kind that is none", VERDICT_EKIND, ask(ion, static_cast<CmdKind>(kind), 0));
    }
    CmdPacket forged = seal(ion, CMD_NULL, 0);
    --ion.sequence;
    forged.arg = 1;
    expect(group, "an argument changed after sealing", VERDICT_EBADTAG, send(ion, forged));
    CmdPacket good = seal(ion, CMD_NULL, 0);
    expect(group, "a good one", VERDICT_OK, send(ion, good));
    expect(group, "the same once more", VERDICT_EBADTAG, send(ion, good));
    const CmdPacket first = seal(ion, CMD_NULL, 0);
    const CmdPacket second = seal(ion, CMD_NULL, 0);
    expect(group, "the next but one", VERDICT_EBADTAG, send(ion, second));
    expect(group, "the next", VERDICT_OK, send(ion, first));
    expect(group, "and then the next but one", VERDICT_OK, send(ion, second));
    expect(group, "padding, rightly sealed", VERDICT_EPAD, send_padded(ion));
    CmdPacket zero{};
    expect(group, "nothing but zeros", VERDICT_EBADTAG, send(ion, zero));
    return end(group);
}

}  // namespace hostile
