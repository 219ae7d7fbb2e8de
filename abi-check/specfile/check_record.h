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

/// The alignment that the type of a field of `record` needs, in bytes. 1 if it is not known. A record with `targets`
/// may be for machines that align numbers less (i386, AVR), so its own alignment is the most that a number needs there.
std::uint64_t natural_alignment(const Layout& layout, const Record& record, const Field& field);

}  // namespace abi
