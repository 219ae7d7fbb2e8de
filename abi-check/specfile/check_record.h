// Checks the geometry of a spec's records: every byte is a field or declared padding, in order and aligned.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "specfile/record_nodes.h"

namespace abi {

/// Checks each record of a spec and its history. Ignores a record with a field of unknown type, because that is a
/// problem already. Problems have pointers only.
void check_records(const Layout& layout, const std::vector<RecordPointers>& pointers, std::vector<Problem>& problems);

}  // namespace abi
