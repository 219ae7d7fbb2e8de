// Tags: eight bytes of a packet that are SipHash-2-4 of its others, under a key that somebody knows. No chance makes
// one, so a valid tag says where a packet begins, where it ends and where its tag stands.
//
//   where it may stand   a field of 64 bits, or the upper half of one of 128, an integer or eight bytes; its name does
//                        not count, and the spec need not say so
//   what it is over      the packet's other bytes as they lie; or, as in a program that lays out the values by itself
//                        before it computes the tag, those of the spec's packet of today with the same values
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "codec/siphash.h"
#include "explain/candidate.h"

namespace abi {

/// Finds where tags may stand in each of them, and fills in Candidate::tags.
void add_tags(std::span<Candidate> candidates);

struct FoundTag {
    std::size_t tag = 0;  // index into Candidate::tags
    std::size_t key = 0;  // index into the keys
};

/// The first tag that is valid. `packet`: as many bytes as the candidate has.
std::optional<FoundTag> find_tag(const Candidate& candidate, std::span<const std::uint8_t> packet, ByteOrder order,
                                 std::span<const SipKey> keys);

}  // namespace abi
