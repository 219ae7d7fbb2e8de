// The units of one file before they are joined with those of other files, which another machine may read (shards).
#pragma once

#include <string>
#include <vector>

#include "read/clang/reader.h"
#include "read/clang/settings.h"
#include "read/clang/unit.h"

namespace abi::clang_reader {

struct FileUnits {
    std::string file;                // as the request names it
    std::vector<Unit> units;         // in the order of its commands
    std::vector<Settings> settings;  // what the command of each unit sets
};

/// Reads the files of a request without joining them; JoinedUnits does that. The first file is parsed even if the
/// filter leaves it out, so that joining needs no source. Fails where `read` would only return problems.
Result<std::vector<FileUnits>> read_units(const Request& request);

}  // namespace abi::clang_reader
