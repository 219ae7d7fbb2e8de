// What to do about bytes that a declaration other than the reader's wrote.
#pragma once

#include <string>

#include "explain/candidate.h"

namespace abi {

/// The writer is an older version of a record that grows at its end.
std::string remedy_for_older(const Candidate& writer);

/// What to do, and where the writer's declaration differs from the reader's.
std::string remedy_of(const Candidate& writer, const Candidate& reader);

}  // namespace abi
