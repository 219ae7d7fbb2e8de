// Guesses alignments that the source does not state; most debug information has none.
#pragma once

#include <set>
#include <string>

#include "model/layout.h"

namespace abi {

/// Sets align_bytes of each record that has none. The guess is the largest alignment that its fields need, as far as
/// the record's size, the fields' offsets and its offsets in other records allow it. Returns the names of those
/// records.
std::set<std::string> guess_alignments(Layout& layout);

}  // namespace abi
