// Makes a unit smaller while two witnesses still disagree about it.
#pragma once

#include "test/truth/tally.h"
#include "test/truth/witness.h"

namespace abi::truth {

struct Shrunk {
    Unit unit;
    std::string name;                // of the record, which a smaller unit may call by another number
    std::vector<std::string> words;  // what they still say
};

/// `one`: the unit as it was generated. A mismatch without a record is one of the whole unit, and shrinks to what its
/// witness still cannot speak of.
Shrunk shrink(const Case& one, const Mismatch& mismatch);

}  // namespace abi::truth
