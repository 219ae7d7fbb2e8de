// Distributes tasks to shards.
#pragma once

#include <span>
#include <vector>

#include "model/problem.h"

namespace abi {

/// `--shard 2/4`: the second of four shards.
struct ShardNumber {
    unsigned number = 1;  // from 1
    unsigned count = 1;

    friend bool operator==(const ShardNumber&, const ShardNumber&) = default;
};

/// "2/4"
std::string to_string(const ShardNumber& shard);

/// A problem without a place if the text is not I/N, with 1 <= I <= N <= 10000.
Result<ShardNumber> parse_shard(const std::string& text);

/// The number of the shard, from 1, that has each task. The next task in the order of cost goes to the shard with the
/// least work. The result depends on the costs alone, so every shard computes the same one.
std::vector<unsigned> split(std::span<const unsigned> costs, unsigned count);

}  // namespace abi
