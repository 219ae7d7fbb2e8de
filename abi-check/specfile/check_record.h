// The geometry of a spec's record: every byte is a field or declared padding, in order, aligned.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"

namespace abi {

/// Checks each record of a spec and its history. A record with a field whose type is unknown is left
/// out: that was said before. Problems have pointers only.
void check_records(const Layout& layout, std::vector<Problem>& problems);

/// The alignment that a field asks for by itself, in bytes. 1 for what is not known.
std::uint64_t natural_alignment(const Layout& layout, const Field& field);

}  // namespace abi
