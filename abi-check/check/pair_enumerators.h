// Pairs the enumerators of two enumerations that mean the same, in languages that name them differently.
//
//     enum TraceLog { LOG_ALL, LOG_TRACE, LOG_ERROR, LOG_NONE };     enum(c_int) { all, trace, err }
//
//     LOG_ALL ─ all, LOG_TRACE ─ trace   the same name behind what all names of one enumeration have in common
//     LOG_ERROR ─ err                    renamed: the only one on each side that is left with this value
//     LOG_NONE                           only on the first side
#pragma once

#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

struct EnumeratorPair {
    const Enumerator* first = nullptr;
    const Enumerator* second = nullptr;
};

struct EnumeratorPairs {
    std::vector<EnumeratorPair> pairs;    // by their names; their values may differ
    std::vector<EnumeratorPair> renamed;  // by their values
    std::vector<std::string> first_only;
    std::vector<std::string> second_only;
};

/// The pairs point into `first` and `second`. A name meets a name that is equal, equal but for capitals and
/// underscores, or equal behind the name of the enumeration, behind the beginning that all names of the enumeration
/// share, or behind any beginning that ends with an underscore, if only these two meet so.
EnumeratorPairs pair_enumerators(const Enum& first, const Enum& second);

}  // namespace abi
