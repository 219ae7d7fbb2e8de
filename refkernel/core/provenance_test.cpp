#include "core/provenance.h"

#include <doctest/doctest.h>

#include <cstring>
#include <vector>

using namespace core;

namespace {

constexpr siphash::Key key{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

CmdPacket sealed(CmdKind kind, std::uint32_t pad, std::uint64_t arg, std::uint64_t sequence) {
    CmdPacket packet{.kind = kind, ._pad = pad, .arg = arg, .id = sequence};
    packet.id |= static_cast<unsigned __int128>(expected_tag(siphash::expand(key), packet)) << 64;
    return packet;
}

}  // namespace

TEST_CASE("a tag covers the first 24 bytes of a packet in memory") {
    const CmdPacket packet{.kind = CMD_SYS_EXEC, ._pad = 0x01020304, .arg = 0x1122334455667788, .id = 0x99};
    std::vector<std::uint8_t> bytes(24);
    std::memcpy(bytes.data(), &packet, bytes.size());
    CHECK(expected_tag(siphash::expand(key), packet) == siphash::tag(key, bytes));
}

TEST_CASE("valid packets in sequence are accepted") {
    Provenance ring{.key = siphash::expand(key)};
    CHECK(judge(ring, sealed(CMD_NULL, 0, 1, 1)) == VERDICT_OK);
    CHECK(judge(ring, sealed(CMD_SYS_EXEC, 0, 0x1122334455667788, 2)) == VERDICT_OK);
    CHECK(ring.expected == 3);
    CHECK(ring.refused == 0);
}

TEST_CASE("a packet with one flipped bit is refused, and the sequence does not advance") {
    Provenance ring{.key = siphash::expand(key)};
    for (unsigned bit = 0; bit < 256; ++bit) {
        CAPTURE(bit);
        CmdPacket packet = sealed(CMD_NULL, 0, 42, 1);
        std::uint8_t bytes[sizeof packet];
        std::memcpy(bytes, &packet, sizeof packet);
        bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1u << bit % 8);
        std::memcpy(&packet, bytes, sizeof packet);
        CHECK(judge(ring, packet) == VERDICT_EBADTAG);
    }
    CHECK(ring.refused == 256);
    CHECK(judge(ring, sealed(CMD_NULL, 0, 42, 1)) == VERDICT_OK);
}

TEST_CASE("a replayed or early packet is refused") {
    Provenance ring{.key = siphash::expand(key)};
    const CmdPacket packet = sealed(CMD_NULL, 0, 1, 1);
    CHECK(judge(ring, packet) == VERDICT_OK);
    CHECK(judge(ring, packet) == VERDICT_EBADTAG);
    CHECK(judge(ring, sealed(CMD_NULL, 0, 1, 3)) == VERDICT_EBADTAG);
    CHECK(ring.expected == 2);
}

TEST_CASE("a packet made with another ring's key is refused") {
    Provenance ring{.key = siphash::expand(derive_key(1))};
    CHECK(judge(ring, sealed(CMD_NULL, 0, 1, 1)) == VERDICT_EBADTAG);
    CHECK(derive_key(1) != derive_key(2));
    CHECK(derive_key(1) == derive_key(1));
}

TEST_CASE("a key is the tags of two numbers under the boot's key, as fixtures/make_packets.py computes them too") {
    CHECK(derive_key(1) == siphash::Key{0xe0, 0x25, 0x16, 0x5e, 0x24, 0xf8, 0xcc, 0x3b,  //
                                        0xc3, 0x72, 0x19, 0x66, 0x34, 0xc5, 0x91, 0x29});
}

TEST_CASE("padding is checked after the tag and before the kind; both failures use up the sequence number") {
    Provenance ring{.key = siphash::expand(key)};
    constexpr auto unknown = static_cast<CmdKind>(0xfa42b295);
    CHECK(judge(ring, sealed(unknown, 1, 0, 1)) == VERDICT_EPAD);
    CHECK(judge(ring, sealed(unknown, 0, 0, 2)) == VERDICT_EKIND);
    CHECK(judge(ring, sealed(CMD_NULL, 0, 0, 3)) == VERDICT_OK);
}

TEST_CASE("only kinds of the spec are accepted") {
    for (const std::uint32_t kind : {0x100u, 0x200u, 0x201u, 0x400u, 0x401u}) {
        CHECK(is_command(static_cast<CmdKind>(kind)));
        CHECK_FALSE(is_command(static_cast<CmdKind>(kind + 0x10)));
    }
    CHECK_FALSE(is_command(static_cast<CmdKind>(0)));
}
