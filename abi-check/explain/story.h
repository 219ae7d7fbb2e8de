// Describes the result of the ranking in sentences.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "codec/siphash.h"
#include "explain/candidate.h"
#include "model/explanation.h"

namespace abi {

struct Inquiry {
    std::span<const std::span<const std::uint8_t>> chunks;  // runs of contiguous bytes
    std::span<const CandidateSource> sources;
    std::string reader;                      // a part of the reader's name; empty: the current spec
    std::span<const SipKey> keys{};          // keys of the packets' tags
    std::span<const std::string> records{};  // of which the bytes are packets, as the user says; empty: not known
};

/// Finds the layout that was used to write the bytes. Fills in all of the story except input, format and remarks.
Story explain(const Inquiry& question);

}  // namespace abi
