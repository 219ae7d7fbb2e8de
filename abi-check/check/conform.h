// Does a layer say what the spec says?
#pragma once

#include <span>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"

namespace abi {

struct Conformance {
    std::vector<Finding> findings;
    std::vector<Cell> cells;  // one per record that was asked for, in the spec's order
};

/// Checks everything that one layer on one target was asked for, by what its witnesses say (see witnesses.h). Unknown
/// is not a pass: what nobody could read is a finding (abi-unverified) and an unverified cell.
/// `believed` is what they say together: believe(witnesses).
Conformance conform(const Layout& spec, const WitnessAnswer& combined, std::span<const WitnessAnswer> witnesses);
/// The same for a single witness.
Conformance conform(const Layout& spec, const WitnessAnswer& answer);

/// The enumerators and constants alone; part of `conform`.
std::vector<Finding> conform_constants(const Layout& spec, const WitnessAnswer& answer);

}  // namespace abi
