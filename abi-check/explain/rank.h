// Tries every candidate at every place and in every stride, and orders what it finds.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explain/candidate.h"
#include "explain/evidence.h"

namespace abi {

/// Packets of a candidate that lie `stride` apart.
struct Fit {
    const Candidate* candidate = nullptr;
    ByteOrder byte_order = ByteOrder::little;
    std::uint64_t stride = 0;  // bytes
    std::uint64_t phase = 0;   // bytes from the start of each chunk to a packet; less than the stride
    double bits = 0;           // evidence, less what it costs to say candidate, order, stride and phase
    double tag_bits = 0;       // what of it valid tags save

    struct Run {
        std::size_t chunk = 0;
        std::int64_t begin = 0;  // of the first packet, from the start of its chunk; negative: it began before
        std::uint64_t packets = 0;
        double bits = 0;
        double tag_bits = 0;
    };
    std::vector<Run> runs;  // where packets lie that are explained; at most one for each chunk
};

struct Ranking {
    // The best of each candidate and byte order, best first; those without evidence are left out.
    std::vector<Fit> fits;
    std::size_t tried = 0;  // ways to read that were looked at
};

/// Chunks: bytes that lie one after another, each. Large inputs are looked at in samples first; what then seems best is
/// weighed on all bytes. Gives the same answer for the same input, whatever the machine.
Ranking rank(std::span<const Candidate> candidates, std::span<const std::span<const std::uint8_t>> chunks,
             const Clues& clues);

/// Evidence of each slot of the candidate, and then of each alternative, over all packets of the reading's runs, in
/// bits.
std::vector<double> evidence_by_slot(const Fit& reading, std::span<const std::span<const std::uint8_t>> chunks,
                                     const Clues& clues);

/// Do both say the same of the packets that `a` found: the same values under the same names, and nothing but zeros
/// under names that only one of them has?
bool read_alike(const Fit& a, const Fit& b, std::span<const std::span<const std::uint8_t>> chunks);

}  // namespace abi
