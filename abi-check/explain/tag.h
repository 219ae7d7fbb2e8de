// Tags: eight bytes of a packet that are SipHash-2-4 of its other bytes, under a key that the user knows. A tag is
// never valid by chance, so a valid tag shows where a packet begins, where it ends and which field holds the tag.
//
//   which field    a field of 64 bits, or the upper half of one of 128 bits: an integer or eight bytes. Its name must
//                  not suggest a counter; the spec need not declare it as a tag
//   which message  the packet's other bytes; or those of the current spec's packet with the same values, because some
//                  programs copy the values into that layout before they compute the tag
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "codec/siphash.h"
#include "explain/candidate.h"

namespace abi {

/// Finds the fields of each candidate that may hold a tag, and fills in Candidate::tags.
void add_tags(std::span<Candidate> candidates);

struct FoundTag {
    std::size_t tag = 0;  // index into Candidate::tags
    std::size_t key = 0;  // index into the keys
};

/// Returns the first valid tag. `packet` must have the candidate's size.
std::optional<FoundTag> find_tag(const Candidate& candidate, std::span<const std::uint8_t> packet, ByteOrder order,
                                 std::span<const SipKey> keys);

}  // namespace abi
