// Any bytes where results belong, and any console: never more answers than cases, each in its place, and problems stay
// few. The first byte says how much of the input is the head, which a good one otherwise fills.
#include <cstdlib>

#include "replay/small_specs.h"
#include "replay/transcript.h"

namespace {

constexpr std::size_t cases = 3;

/// Three cases, of which the last wants a fresh boot.
struct Setting {
    abi::Layout layout = abi::test::small_protocol();
    abi::Protocol protocol = *abi::find_protocol(layout);
    abi::FixtureSet fixtures;
    abi::CaseSet set;

    Setting() {
        fixtures.key = abi::Bytes(16);
        for (std::size_t i = 0; i < cases; ++i) {
            fixtures.cases.push_back({"case", "", abi::Bytes(32), "VERDICT_OK", {}, {}});
        }
        fixtures.cases.back().fresh_boot = true;
        set = *cases_of(fixtures, abi::test::small_membrane(), protocol);
    }

    /// A head that fits `records`, so that the reader goes on to read them.
    abi::Bytes good_head(const abi::Bytes& records) const {
        const std::size_t recorded = std::min(records.size() / protocol.result_bytes(), cases);
        const auto counted = std::span(records).first(recorded * protocol.result_bytes());
        return *encode(layout, *protocol.results,
                       {{"magic", protocol.results_magic},
                        {"version", protocol.version},
                        {"recorded", {recorded}},
                        {"crc32", {abi::crc32_of(counted)}},
                        {"boots", {recorded == cases ? 2U : 1U}},
                        {"next", {64 + 40 * recorded}}},
                       layout.byte_order);
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Setting setting;
    if (size == 0) return 0;
    const std::span<const std::uint8_t> input(data + 1, size - 1);
    const std::size_t head_bytes = std::min<std::size_t>(data[0] % 66, input.size());
    const std::size_t record_bytes = std::min<std::size_t>(cases * 48, input.size() - head_bytes);
    const auto records = input.subspan(head_bytes, record_bytes);
    const auto console = input.subspan(head_bytes + record_bytes);

    abi::ResultsMemory memory{{input.begin(), input.begin() + static_cast<std::ptrdiff_t>(head_bytes)},
                              {records.begin(), records.end()}};
    if (head_bytes == 0) memory.head = setting.good_head(memory.records);
    const auto transcript =
        read_results(std::move(memory), {reinterpret_cast<const char*>(console.data()), console.size()},
                     setting.protocol, setting.set);
    if (transcript.answers.size() > cases || transcript.problems.size() > 8) std::abort();
    if (transcript.results.size() != transcript.answers.size() * setting.protocol.result_bytes()) std::abort();
    for (std::size_t i = 0; i < transcript.answers.size(); ++i) {
        if (transcript.answers[i].index != i) std::abort();
        const auto bytes = bytes_of_answer(transcript, setting.protocol, i);
        if (bytes[0] != i || bytes[1] != 0 || bytes[2] != 0 || bytes[3] != 0) std::abort();
    }
    return 0;
}
