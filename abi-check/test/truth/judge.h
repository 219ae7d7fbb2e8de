// Do two witnesses say the same of a record?
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "test/truth/shape.h"
#include "test/truth/witness.h"

namespace abi::truth {

struct Verdict {
    std::size_t fields = 0;                // both had them
    std::size_t unknown = 0;               // values that one of the two could not say
    std::vector<std::string> differences;  // "offset of m3_1: 32 bits, 64 bits"
};

/// Size, alignment, kind of record; of each field its offset, width, kind, sign and extents. Unnamed bit-fields,
/// padding that only sources name, are not compared; nor what only one machine's compiler adds (virtual tables).
Verdict compare(const Subject& subject, const Record& a, const Record& b);

}  // namespace abi::truth
