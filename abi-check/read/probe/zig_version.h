// Which versions of Zig the probe knows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "read/probe/reader.h"

namespace abi::probe {

/// The problem of a version of Zig that the probe's program was not written for, by the text that `zig version` prints.
/// Nothing if the version is known, or if the text is no version.
std::optional<Problem> unknown_version(const Request& request, const std::string& printed);

/// Asks the compiler for its version. For a run that failed: a version that is not known may be the reason.
std::optional<Problem> unknown_version_of(const Request& request, const std::vector<std::string>& compiler);

}  // namespace abi::probe
