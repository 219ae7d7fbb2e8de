// --check-config: whether a gate could begin.
#pragma once

#include "tool/options.h"
#include "tool/output.h"

namespace abi {

/// Reads the configuration, the specs and the baseline, and looks for the inputs and compilers that they name, without
/// asking a layer. Prints one line, or each problem with its place.
Status check_config(const Options& options);

}  // namespace abi
