// Alignments that nobody said, as in most debug information: the largest that go with all that is known.
#pragma once

#include <set>
#include <string>

#include "model/layout.h"

namespace abi {

/// Gives each record without an alignment the largest one (in bytes) that its fields ask for and that its size, their
/// offsets, and the places where other records hold it allow. Returns the names of those records.
std::set<std::string> guess_alignments(Layout& layout);

}  // namespace abi
