// A machine as a file: the command, the addresses in its memory, and what it is told (spec/machine.schema.json).
#pragma once

#include <string>

#include "replay/replay.h"

namespace abi {

struct MachineFile {
    std::string name;       // for reports; empty: not stated
    ReplayRequest request;  // command, map and time limit
};

/// Reads the file at `path`. A problem if it breaks its schema, if ranges leave the memory or overlap, or if results
/// should be read from a memory that the command does not share.
Result<MachineFile> read_machine(const std::string& path);

/// The same for text in memory. `path` is for messages only.
Result<MachineFile> parse_machine(const std::string& path, const std::string& text);

}  // namespace abi
