// What options of the command line change in a configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "specfile/config.h"

namespace abi {

/// Removes all layers and targets but those with these names (--layer, --target). An empty list removes nothing. A
/// problem if a name is unknown.
std::optional<Problem> keep_only(const std::vector<std::string>& layers, const std::vector<std::string>& targets,
                                 Config& config);

/// Uses another build (-p): the compile commands of `folder`, and its files wherever the configuration names files of
/// its own build. `folder` is absolute.
void use_build(const std::string& folder, Config& config);

}  // namespace abi
