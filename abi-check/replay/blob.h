// Builds the blob: the set of cases in the form in which the kernel under test finds it in RAM.
#pragma once

#include "replay/cases.h"

namespace abi {

/// The largest blob: from its address in RAM up to a round address below the device tree. The firmware puts the device
/// tree near the end of RAM (QEMU 7.2 with 256 MiB: 0x8fe0'0000).
constexpr std::size_t blob_limit_bytes = 0x8f00'0000 - 0x8c00'0000;

/// Where the kernel writes results in the machine's memory. If `bytes` is 0, it prints them instead.
struct ResultsPlace {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
};

/// Returns a ReplayBlob followed by the cases. Fails if there is no room for the cases or the results, and if a case
/// needs a fresh boot but results are printed: only results in memory survive a reset.
Result<Bytes> make_blob(const CaseSet& set, const Protocol& protocol, const ResultsPlace& results);

}  // namespace abi
