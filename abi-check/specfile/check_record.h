// Checks the geometry of a spec's records: every byte is a field or declared padding, in order and aligned.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// Checks each record of a spec and its history. Ignores a record with a field of unknown type, because that is a
/// problem already. Problems have pointers only.
void check_records(const Layout& layout, std::vector<Problem>& problems);

/// The alignment that the type of a field needs, in bytes. 1 if it is not known.
std::uint64_t natural_alignment(const Layout& layout, const Field& field);

}  // namespace abi
