#include "shard/split.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <numeric>

#include "model/words.h"

namespace abi {

std::string to_string(const ShardNumber& shard) {
    return std::to_string(shard.number) + "/" + std::to_string(shard.count);
}

Result<ShardNumber> parse_shard(const std::string& text) {
    constexpr unsigned most = 10000;
    ShardNumber shard;
    const char* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, shard.number);
    const bool has_slash = number.ec == std::errc() && number.ptr != end && *number.ptr == '/';
    const auto count = has_slash ? std::from_chars(number.ptr + 1, end, shard.count) : number;
    const bool is_whole = has_slash && count.ec == std::errc() && count.ptr == end;
    if (is_whole && shard.number >= 1 && shard.number <= shard.count && shard.count <= most) return shard;
    return Problem{{}, "", "I/N with 1 <= I <= N, such as 2/4", in_quotes(text)};
}

std::vector<unsigned> split(std::span<const unsigned> costs, unsigned count) {
    std::vector<std::size_t> order(costs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t task) { return costs[task]; });
    std::vector<std::uint64_t> work(count, 0);
    std::vector<unsigned> owners(costs.size(), 1);
    for (const auto task : order) {
        const auto least = std::ranges::min_element(work) - work.begin();
        work[static_cast<std::size_t>(least)] += costs[task];
        owners[task] = static_cast<unsigned>(least) + 1;
    }
    return owners;
}

}  // namespace abi
