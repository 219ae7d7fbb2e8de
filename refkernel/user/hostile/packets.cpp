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
    CmdPacket padded{.kind = CMD_SYS_EXIT, ._pad = 1, .arg = 9, .id = 0};
    const std::uint64_t sequence = group.ion.sequence++;
    padded.id = siphash::tag(ion.key, std::uint64_t{padded._pad} << 32 | padded.kind, padded.arg, sequence);
    padded.id = padded.id << 64 | sequence;
    expect(group, "padding, rightly sealed", VERDICT_EPAD, send(ion, padded));
    CmdPacket zero{};
    expect(group, "nothing but zeros", VERDICT_EBADTAG, send(ion, zero));
    return end(group);
}

}  // namespace hostile
