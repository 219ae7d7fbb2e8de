// Does a layer say what the spec says?
#pragma once

#include <vector>

#include "check/testimony.h"
#include "model/finding.h"

namespace abi {

struct Conformance {
    std::vector<Finding> findings;
    std::vector<Cell> cells;  // one per record that was asked for, in the spec's order
};

/// Checks everything that `testimony` was asked for. Unknown is not a pass: what could not be read is
/// a finding (abi-unverified) and an unverified cell.
Conformance conform(const Layout& spec, const Testimony& testimony);

/// The enumerators and constants alone; part of `conform`.
std::vector<Finding> conform_constants(const Layout& spec, const Testimony& testimony);

}  // namespace abi
