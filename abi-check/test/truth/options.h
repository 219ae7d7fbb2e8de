// The command line of abi-truth.
#pragma once

#include <string>
#include <vector>

#include "test/truth/run.h"

namespace abi::truth {

struct Options {
    std::size_t records = 1000;
    std::optional<std::uint64_t> seed;     // nothing: a random one
    std::vector<const Machine*> machines;  // all, unless some are named
    std::vector<Language> languages;       // all but packages of Cargo, unless some are named
    std::optional<Piece> only;             // one unit alone
    std::vector<Piece> again;              // units that once failed
    unsigned jobs = 1;
    std::size_t shown = 3;  // mismatches that are made small and shown
    std::string between;    // only pairs whose names hold this are compared; empty: all
    bool filters = true;    // the clang reader is asked by names, and may leave units out
    bool print = false;     // the declarations of the unit, and nothing else
    std::string may_lack;   // see faults_of()
    std::string error;      // what is wrong with the command line; empty: nothing
};

Options parse_options(const std::vector<std::string>& words);

extern const std::string_view usage;

}  // namespace abi::truth
