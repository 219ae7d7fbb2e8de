#include "replay/blob.h"

namespace abi {

Result<Bytes> make_blob(const CaseSet& set, const Protocol& protocol, const ResultsPlace& results,
                        std::size_t most_bytes) {
    const Place place{.file = set.origin};
    const std::uint64_t total = *protocol.blob->size_bytes + set.cases.size();
    if (total > most_bytes) {
        return Problem{place, "/cases", "at most " + std::to_string(most_bytes) + " bytes of cases",
                       std::to_string(total)};
    }
    const std::uint64_t needed = *protocol.results->size_bytes + set.count() * protocol.result_bytes();
    if (results.bytes != 0 && needed > results.bytes) {
        return Problem{place, "/cases", "results of at most " + std::to_string(results.bytes) + " bytes",
                       std::to_string(needed)};
    }
    if (results.bytes == 0 && !set.fresh.empty()) {
        return Problem{place, "/cases", "memory that survives a fresh boot", "none"};
    }

    std::vector<FieldValue> values{{"magic", protocol.magic},         {"version", protocol.version},
                                   {"case_count", {set.count()}},     {"total_bytes", {total}},
                                   {"crc32", {crc32_of(set.cases)}},  {"results", {results.address}},
                                   {"results_bytes", {results.bytes}}};
    for (std::size_t i = 0; i < set.key.size(); ++i) {
        values.push_back({"key[" + std::to_string(i) + "]", {set.key[i]}});
    }
    auto blob = encode(*protocol.layout, *protocol.blob, values, protocol.layout->byte_order);
    if (blob) {
        blob->reserve(total);
        blob->insert(blob->end(), set.cases.begin(), set.cases.end());
    }
    return blob;
}

}  // namespace abi
