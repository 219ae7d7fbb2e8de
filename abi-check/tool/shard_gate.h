// The gate on several machines: `--shard` reads a part of what the gate reads, and `merge` judges what all shards read.
#pragma once

#include <vector>

#include "model/finding.h"
#include "model/problem.h"
#include "shard/join.h"
#include "tool/options.h"
#include "tool/output.h"
#include "tool/project.h"

namespace abi {

/// --shard: reads its part, and writes it to each --report. `failed` if that could not be done. What was read may have
/// any number of errors: `merge` judges them.
Status run_shard(const Project& project, const Options& options);

/// What the gate finds if it reads what these shards read, which are all shards of one run. Says on standard error what
/// a baseline does not accept.
Result<Comparison> judge_shards(std::vector<NamedShard> shards, const Options& options);

}  // namespace abi
