// Places of findings whose witness knows no line: those of another witness of the layer, which sees the same
// declaration in a source.
#pragma once

#include <span>
#include <vector>

#include "check/answer.h"

namespace abi {

/// Gives the declarations of a combined layout the places that the witnesses know, where they have no line.
void complete_places(std::span<const WitnessAnswer> witnesses, Layout& combined);

/// Gives findings without a line the place of their declaration in the layer; findings without a file that of the
/// spec. `combined` has its places completed.
void complete_places(const Layout& spec, const Layout& combined, std::vector<Finding>& findings);

}  // namespace abi
