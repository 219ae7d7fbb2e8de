// Any JSON report of a shard: it is refused with a problem, or it can be written and read again, and two of them are
// joined or refused.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "shard/document.h"
#include "shard/join.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    constexpr const char* version = "abi-check 1";
    auto shard = abi::parse_shard_report("fuzz.json", text, version);
    if (shard.value.has_value() == !shard.problems.empty()) std::abort();
    if (!shard) {
        for (const auto& problem : shard.problems) static_cast<void>(to_string(problem));
        return 0;
    }
    auto again = abi::parse_shard_report("again.json", abi::shard_json(*shard), version);
    if (!again || again->whole.size() != shard->whole.size() || again->split.size() != shard->split.size())
        std::abort();
    static_cast<void>(abi::join_shards({{"fuzz.json", *shard}}));
    static_cast<void>(abi::join_shards({{"fuzz.json", std::move(*shard)}, {"again.json", std::move(*again)}}));
    return 0;
}
