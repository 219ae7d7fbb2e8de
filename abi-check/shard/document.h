// The report of a shard as JSON: spec/abi-shard.schema.json. What was read is there as bytes (cache/bytes.h) in base64,
// which only the same version of the program reads.
#pragma once

#include <string>

#include "model/problem.h"
#include "shard/shard_report.h"

namespace abi {

std::string shard_json(const ShardReport& report);

/// Whether a text is meant to be the report of a shard.
bool is_shard_report(const std::string& text);

/// `path` is for messages. `version` is that of this program: reports of others are refused.
Result<ShardReport> parse_shard_report(const std::string& path, const std::string& text, const std::string& version);

}  // namespace abi
