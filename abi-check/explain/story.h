// Puts into words what the ranking found.
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
    std::span<const std::span<const std::uint8_t>> chunks;  // bytes that lie one after another, each
    std::span<const CandidateSource> sources;
    std::string reader;              // a part of the name of who reads the bytes; empty: the spec of today
    std::span<const SipKey> keys{};  // under which packets may be tagged
};

/// Which of the sources' layouts wrote the bytes? Fills in all of the story but input, format and remarks.
Story explain(const Inquiry& question);

}  // namespace abi
