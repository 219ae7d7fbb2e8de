// What a change does to the layouts of one layer on one target.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"

namespace abi {

/// `before` and `after` are the same layer at two times. Each finding is classed:
/// breaking    size, offset, width or meaning changed: code compiled before it reads garbage (error)
/// compatible  a reserved field or padding taken into use, a declaration added (note)
/// cosmetic    a name changed, or padding became explicit (note)
/// `revision` names the older side; places in it are no places of today's files.
std::vector<Finding> diff(const Layout& before, const Layout& after, const std::string& layer,
                          const std::string& target, const std::string& revision = "");

}  // namespace abi
