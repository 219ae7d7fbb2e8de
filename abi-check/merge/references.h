// What the schema of a report cannot say: names refer to what the report has.
#pragma once

#include <vector>

#include "merge/parts.h"

namespace abi {

/// Adds a problem for each cell or checked layer that names something which `comparison` does not have. It has its run.
void check_references(const Comparison& comparison, std::vector<Problem>& problems);

/// The layouts, with the records that are those of cells filled in.
std::vector<RecordForms> complete(std::vector<FormsNode> nodes, const Comparison& comparison,
                                  std::vector<Problem>& problems);

}  // namespace abi
