// Compares the layouts of one layer on one target at two times.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"
#include "model/order_names.h"

namespace abi {

/// `before` and `after` are the same layer at two times. Each finding has a class:
/// breaking    a size, offset, width or meaning changed: older compiled code reads wrong values (error)
/// compatible  reserved bytes or padding are now used, a union has another member, a record that grows at its end is
///             longer, or a declaration was added (note)
/// cosmetic    a name changed, or padding became explicit (note)
/// How reserved bytes are cut does not count. A record of `after` states whether it grows (take_growth of growth.h).
/// A byte order counts wherever it is stated: by a field, its record or the whole layout, or by the name of a type
/// (`types`: names of the configuration). `revision` names the older side. Places in it are marked with it, because
/// today's files may differ.
std::vector<Finding> diff(const Layout& before, const Layout& after, const std::string& layer,
                          const std::string& target, const std::string& revision = "", const OrderTypes& types = {});

}  // namespace abi
