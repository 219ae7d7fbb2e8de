// Builds the blob: the set of cases in the form in which the kernel under test finds it in RAM.
#pragma once

#include "replay/cases.h"

namespace abi {

/// Where the kernel writes results in the machine's memory. If `bytes` is 0, it prints them instead.
struct ResultsPlace {
    std::uint64_t address = 0;
    std::uint64_t bytes = 0;
};

/// Returns a ReplayBlob followed by the cases. Fails if there is no room for the cases or the results, and if a case
/// needs a fresh boot but results are printed: only results in memory survive a reset.
/// `most_bytes` is the size of the memory for the blob.
Result<Bytes> make_blob(const CaseSet& set, const Protocol& protocol, const ResultsPlace& results,
                        std::size_t most_bytes = MachineMap().blob_bytes);

}  // namespace abi
