// A waiver is an accepted finding: what it covers, why, and until when.
#pragma once

#include <string>

#include "model/layout.h"

namespace abi {

/// Empty strings match everything. The rule and the reason are not empty, and one of record and layer is not.
struct Waiver {
    std::string rule;
    std::string record;
    std::string field;
    std::string layer;
    std::string target;
    std::string witness;
    std::string reason;
    std::string expires;  // "YYYY-MM-DD": the last day on which it holds; empty: no end
    Place place;
    bool used = false;  // it covers a finding of one layer on one target; settle (waive.h) sets it
};

}  // namespace abi
