// A waiver or a baseline may name a file, as the record of a finding about that file. Like all paths of a
// configuration, such a name is relative to the configuration's folder, so it does not change with the folder in which
// the tool runs. Findings have paths as they are printed (shown.h).
#pragma once

#include <vector>

#include "model/finding.h"
#include "model/waiver.h"
#include "tool/project.h"

namespace abi {

/// The finding with its files as the configuration names them, also in its sentences. Places stay as they are.
Finding in_config_terms(const Project& project, Finding finding);

/// The entries of a baseline, with paths as they are printed where one of the findings has them so.
std::vector<Finding> entries_as_printed(const Project& project, std::vector<Finding> entries,
                                        const std::vector<Finding>& findings);

/// The same for waivers.
std::vector<Waiver> waivers_as_printed(const Project& project, const std::vector<Finding>& findings);

}  // namespace abi
