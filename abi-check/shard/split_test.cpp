// Shards get equal work, and every shard computes the same distribution.
#include "shard/split.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string>

#include "model/problem.h"

using namespace abi;

namespace {

/// The work of each shard.
std::vector<unsigned> work(const std::vector<unsigned>& costs, unsigned count) {
    std::vector<unsigned> sums(count, 0);
    const auto owners = split(costs, count);
    for (std::size_t at = 0; at < costs.size(); ++at) sums[owners[at] - 1] += costs[at];
    return sums;
}

}  // namespace

TEST_CASE("Equal tasks are distributed evenly") {
    const std::vector<unsigned> costs(800, 8);
    for (const unsigned count : {1U, 2U, 3U, 7U, 800U, 1000U}) {
        CAPTURE(count);
        const auto sums = work(costs, count);
        const auto [least, most] = std::ranges::minmax(sums);
        CHECK(most - least <= 8);
        CHECK(std::accumulate(sums.begin(), sums.end(), 0U) == 6400U);
    }
}

TEST_CASE("Large tasks come first, and small ones fill the gaps") {
    CHECK(work({1, 1, 1, 1, 1, 1, 6, 6}, 2) == std::vector<unsigned>{9, 9});
    CHECK(work({4, 24, 4, 4, 4, 4, 4}, 2) == std::vector<unsigned>{24, 24});
}

TEST_CASE("Without tasks no shard has work") {
    CHECK(split({}, 3).empty());
}

TEST_CASE("A shard is I/N") {
    const auto shard = parse_shard("2/4");
    REQUIRE(shard);
    CHECK(*shard == ShardNumber{2, 4});
    CHECK(to_string(*shard) == "2/4");
    CHECK(parse_shard("10000/10000"));
    for (const auto* text : {"", "2", "/4", "2/", "0/4", "5/4", "0/0", "-1/4", "2/4x", "2//4", " 2/4", "2/4 ", "2.0/4",
                             "1/10001", "4294967297/4294967298"}) {
        CAPTURE(std::string(text));
        const auto wrong = parse_shard(text);
        CHECK_FALSE(wrong);
        CHECK(sentence(wrong.problems.front()).find("expected I/N with 1 <= I <= N") != std::string::npos);
    }
}
