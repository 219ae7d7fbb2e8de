// Where a finding lies in its record or enumeration. Reports show the first field that differs first: it usually
// explains the others.
#pragma once

#include <span>

#include "check/answer.h"

namespace abi {

/// Sets Finding::at. The spec's offset counts; for a field that only the layer has, that of the layer. `spec` holds on
/// the target of the answer.
void note_order(std::span<Finding> findings, const Layout& spec, const Layout& actual);

}  // namespace abi
