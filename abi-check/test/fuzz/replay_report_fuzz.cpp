// Any JSON report of replay: it is refused with a problem, or its numbers are those of its cases, and it can be joined
// and written again.
#include <cstdlib>
#include <string>

#include "merge/replay_report.h"
#include "report/report.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    auto replayed = abi::parse_replay_report("fuzz.json", text);
    if (!replayed) {
        if (replayed.problems.empty()) std::abort();
        for (const auto& problem : replayed.problems) static_cast<void>(to_string(problem));
        return 0;
    }
    for (const auto& set : replayed->sets) {
        if (set.passed + set.failed + set.unsupported != set.count) std::abort();
    }
    const auto again = abi::parse_replay_report("again.json", abi::replay_json(*replayed));
    if (!again || again->sets.size() != replayed->sets.size()) std::abort();
    static_cast<void>(abi::replay_text(*replayed));
    static_cast<void>(abi::replay_html(*replayed));
    static_cast<void>(abi::join_replays({{"a.json", *replayed}, {"b.json", *again}}));
    return 0;
}
