// The baseline of the gate: reads its file, or writes a new one.
#pragma once

#include "model/finding.h"
#include "tool/options.h"
#include "tool/output.h"
#include "tool/project.h"

namespace abi {

/// The entries of the baseline that the gate uses. Empty if it uses none, or writes one that does not exist. With
/// --write-baseline, a file that is not a baseline is a problem, too, so that the option overwrites no other file.
Result<std::vector<Finding>> find_baseline(const Project& project, const Options& options);

/// Marks what the baseline holds as known. With --write-baseline it writes the present findings first, but nothing if
/// `comparison` is incomplete. `failed` if that could not be done; it then says why.
Status use_baseline(const Project& project, const Options& options, const std::vector<Finding>& entries,
                    Comparison& comparison);

}  // namespace abi
