#include "replay/blob.h"

namespace abi {
namespace {

constexpr std::size_t case_alignment_bytes = 8;

}  // namespace

Result<Bytes> make_blob(const FixtureSet& fixtures, const Protocol& protocol) {
    const ByteOrder order = protocol.layout->byte_order;
    Bytes cases;
    for (std::size_t i = 0; i < fixtures.cases.size(); ++i) {
        const Bytes& bytes = fixtures.cases[i].bytes;
        const auto header =
            encode(*protocol.layout, *protocol.entry, {{"index", {i}}, {"length", {bytes.size()}}}, order);
        if (!header) return header.problems;
        cases.insert(cases.end(), header->begin(), header->end());
        cases.insert(cases.end(), bytes.begin(), bytes.end());
        // The header's size is a multiple of 8, so what is aligned here is aligned in the blob.
        cases.resize((cases.size() + case_alignment_bytes - 1) / case_alignment_bytes * case_alignment_bytes);
    }
    const std::uint64_t total = *protocol.blob->size_bytes + cases.size();
    if (total > blob_limit_bytes) {
        return Problem{{.file = fixtures.path},
                       "/cases",
                       "at most " + std::to_string(blob_limit_bytes) + " bytes of cases",
                       std::to_string(total)};
    }

    std::vector<FieldValue> values{{"magic", protocol.magic},
                                   {"version", protocol.version},
                                   {"case_count", {fixtures.cases.size()}},
                                   {"total_bytes", {total}},
                                   {"crc32", {crc32_of(cases)}}};
    for (std::size_t i = 0; i < fixtures.key.size(); ++i) {
        values.push_back({"key[" + std::to_string(i) + "]", {fixtures.key[i]}});
    }
    auto blob = encode(*protocol.layout, *protocol.blob, values, order);
    if (blob) blob->insert(blob->end(), cases.begin(), cases.end());
    return blob;
}

}  // namespace abi
