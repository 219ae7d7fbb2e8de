// Compares a layer with the spec.
#pragma once

#include <span>
#include <vector>

#include "check/answer.h"
#include "model/finding.h"

namespace abi {

struct Conformance {
    std::vector<Finding> findings;
    std::vector<Cell> cells;  // one for each record that was asked for, in the order of the spec
};

/// Checks all records and constants that one layer on one target was asked for. What no witness could read is a finding
/// (abi-unverified) and an unverified cell, because unknown is not a pass. `combined` is combine(witnesses), see
/// witnesses.h.
Conformance conform(const Layout& spec, const WitnessAnswer& combined, std::span<const WitnessAnswer> witnesses);
/// The same for a single witness.
Conformance conform(const Layout& spec, const WitnessAnswer& answer);

/// Checks enumerators and constants only. `conform` calls this.
std::vector<Finding> conform_constants(const Layout& spec, const WitnessAnswer& answer);

}  // namespace abi
