// Tries every candidate with every start and stride, and sorts the results by evidence.
//
// The first of the bytes that the user gave is the most likely start, so it costs nothing. Another start costs 3 bits
// and 3 % of the evidence, because an error of the expectations repeats in each packet. A start or a stride that the
// alignment of the record forbids costs 4 bits more, and a start before the bytes 12 bits and 10 % of the evidence:
// nearly the lead that a sure answer needs (explain/preference.h). If the bytes are a whole number of packets, and
// neither the first nor the last one is zero, that is evidence, too: 5 bits, because users cut packets out, and log2 of
// the stride, or less if the number of bytes is a multiple of a power of two up to 16, as that of many dumps is.
// Contiguous bytes have a best guess even if the evidence is a little below 0.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explain/candidate.h"
#include "explain/evidence.h"

namespace abi {

/// A candidate's fit: packets at a distance of `stride` bytes.
struct Fit {
    const Candidate* candidate = nullptr;
    ByteOrder byte_order = ByteOrder::little;
    std::uint64_t stride = 0;  // bytes
    std::uint64_t phase = 0;   // bytes from the start of each chunk to a packet; less than the stride
    double bits = 0;           // evidence, minus the cost to state candidate, order, stride and start
    double tag_bits = 0;       // the part of it that valid tags give

    struct Run {
        std::size_t chunk = 0;
        std::int64_t begin = 0;  // of the first packet, from the start of the chunk; negative: it begins before
        std::uint64_t packets = 0;
        double bits = 0;
        double tag_bits = 0;
    };
    std::vector<Run> runs;  // the packets that it explains; at most one run for each chunk
};

/// Whether the first packet begins before the bytes, or where the alignment of its record forbids it.
bool has_strained_start(const Fit& fit);

struct Ranking {
    // The best fit of each candidate and byte order, best first, without those that have no evidence.
    std::vector<Fit> fits;
    std::size_t tried = 0;  // how many ways to read the bytes were tried
};

/// Each chunk is a run of contiguous bytes. Large inputs are sampled first; the best fits are then weighed on all
/// bytes. Returns the same result for the same input on every machine.
Ranking rank(std::span<const Candidate> candidates, std::span<const std::span<const std::uint8_t>> chunks,
             const Clues& clues);

/// Evidence in bits of each slot of the candidate, followed by each alternative, over all packets of the fit's runs.
std::vector<double> evidence_by_slot(const Fit& reading, std::span<const std::span<const std::uint8_t>> chunks,
                                     const Clues& clues);

}  // namespace abi
