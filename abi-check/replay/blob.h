// The blob: a set of cases as the kernel under test finds it in RAM.
#pragma once

#include "replay/cases.h"

namespace abi {

/// The largest blob: from its address in RAM up to a round number below the device tree, which lies
/// near the end of RAM, where the firmware says (QEMU 7.2 with 256 MiB: 0x8fe0'0000).
constexpr std::size_t blob_limit_bytes = 0x8f00'0000 - 0x8c00'0000;

/// Where results go, in the machine's memory. No bytes: they are printed.
struct ResultsPlace {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
};

/// ReplayBlob, then the cases. Cases or results for which there is no room are a problem, and so are fresh boots
/// without memory that survives them.
Result<Bytes> make_blob(const CaseSet& set, const Protocol& protocol, const ResultsPlace& results);

}  // namespace abi
