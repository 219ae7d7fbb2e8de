// What the kernel must answer to a packet, computed here a second time. It shares no code with the kernel: fields lie
// where the spec says, the tag is the codec's SipHash, and the rules are those of the spec's verdicts:
//
//     sequence (low half of id) and tag (high half) ─► VERDICT_EBADTAG    the expected sequence stays
//     _pad ─► VERDICT_EPAD     kind ─► VERDICT_EKIND     else VERDICT_OK  it has moved on by one
#pragma once

#include <array>
#include <vector>

#include "codec/siphash.h"
#include "replay/cases.h"

namespace abi {

/// A packet's meaning.
struct PacketFields {
    std::uint32_t kind = 0;
    std::uint32_t pad = 0;
    std::uint64_t arg = 0;
    std::uint64_t sequence = 0;
    std::uint64_t tag = 0;
};

struct Reference {
    /// Where a packet's fields lie, and where the same fields lie in a ReplayResult.
    struct Places {
        BytePlace kind, pad, arg, sequence, tag;
    };
    Places packet, result;
    BytePlace result_index, result_verdict;
    std::size_t packet_bytes = 0;
    std::size_t result_bytes = 0;

    std::vector<std::uint32_t> kinds;  // ascending
    std::uint32_t ok = 0, bad_tag = 0, bad_pad = 0, bad_kind = 0;

    SipKey key{};
    std::uint64_t expected_sequence = 1;
};

/// By the packet record of `spec` and the results of `protocol`; `key` has 16 bytes. Specs whose fields it does not
/// know, or that are not little-endian, are a problem.
Result<Reference> make_reference(const Layout& spec, const Protocol& protocol, std::span<const std::uint8_t> key);

/// The tag that the packet should have.
std::uint64_t tag_of(const SipKey& key, const PacketFields& fields);

PacketFields read_packet(const Reference& reference, std::span<const std::uint8_t> slot);
void write_packet(const Reference& reference, const PacketFields& fields, std::span<std::uint8_t> slot);

/// The verdict on the next packet, which may move the expected sequence.
std::uint32_t judge(Reference& reference, const PacketFields& fields);

/// The ReplayResult of case `index`.
void write_result(const Reference& reference, std::uint32_t index, std::uint32_t verdict, const PacketFields& fields,
                  std::span<std::uint8_t> result);

}  // namespace abi
