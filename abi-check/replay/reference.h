// The reference model: computes what the kernel must answer to a packet. It shares no code with the kernel. It takes
// the offsets from the spec, SipHash from codec/, and the rules from the docs of the spec's verdicts:
//
//     sequence (low half of id) and tag (high half) ─► VERDICT_EBADTAG    the expected sequence does not change
//     _pad ─► VERDICT_EPAD     kind ─► VERDICT_EKIND     else VERDICT_OK  it has advanced by one
#pragma once

#include <array>
#include <vector>

#include "codec/siphash.h"
#include "replay/cases.h"

namespace abi {

/// The decoded fields of a packet.
struct PacketFields {
    std::uint32_t kind = 0;
    std::uint32_t pad = 0;
    std::uint64_t arg = 0;
    std::uint64_t sequence = 0;
    std::uint64_t tag = 0;
};

struct Reference {
    /// The places of a packet's fields in the packet, or in a ReplayResult.
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

/// Makes the model for `spec`'s CmdPacket and `protocol`'s results. `key` must have 16 bytes. Fails if a spec has other
/// fields than the model knows, or is not little-endian.
Result<Reference> make_reference(const Layout& spec, const Protocol& protocol, std::span<const std::uint8_t> key);

/// The valid tag for the packet.
std::uint64_t tag_of(const SipKey& key, const PacketFields& fields);

PacketFields read_packet(const Reference& reference, std::span<const std::uint8_t> slot);
void write_packet(const Reference& reference, const PacketFields& fields, std::span<std::uint8_t> slot);

/// Returns the verdict on the next packet, and advances the expected sequence if the tag is valid.
std::uint32_t judge(Reference& reference, const PacketFields& fields);

/// Writes the ReplayResult of case `index`.
void write_result(const Reference& reference, std::uint32_t index, std::uint32_t verdict, const PacketFields& fields,
                  std::span<std::uint8_t> result);

}  // namespace abi
