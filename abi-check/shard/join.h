// Joins what the shards of one run read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/problem.h"
#include "shard/shard_report.h"

namespace abi {

struct NamedShard {
    std::string path;  // for messages
    ShardReport report;
};

/// What each witness read. Problems if a shard is missing or there twice, or if the shards are not of one run: other
/// numbers of shards, commits, options, configurations, specs, baselines or sources. There is at least one shard.
Result<std::map<WitnessKey, Heard>> join_shards(std::vector<NamedShard> shards);

}  // namespace abi
