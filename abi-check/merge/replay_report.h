// Reads JSON reports of `replay` back, and joins those of several runs or targets.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "model/replayed.h"

namespace abi {

/// Whether the text is a JSON report of `replay`, valid or not.
bool is_replay_report(const std::string& text);

/// Reads a report. `path` is for messages only. A problem if it is not one, has another version, or contradicts itself.
Result<Replayed> parse_replay_report(const std::string& path, const std::string& text);

/// A report and its file.
struct NamedReplay {
    std::string path;
    Replayed replayed;
};

/// All sets in one report. A problem if one target answered a fixture file twice, or if two reports have other packets
/// or other expectations under the name of one fixture file.
Result<Replayed> join_replays(std::vector<NamedReplay> reports);

}  // namespace abi
