// Lets the compilers judge what the gate says of a mutated spec or source: each error is a claim (model/claim.h).
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"
#include "test/truth/witness.h"

namespace abi::mutate {

/// An error, and what came of it.
struct Proven {
    Finding finding;
    ClaimAnswer answer;
};

/// The question to a probe: the claims of the errors, under the names that the source has. `prefix`: of names in the
/// source, as "unit."; `separator`: between an enumeration and its value. Empty if no error has a claim.
truth::Question question_of(const std::vector<Finding>& errors, const std::string& prefix,
                            const std::string& separator);

/// The errors that have a claim, with the answers to that question.
std::vector<Proven> proven(const std::vector<Finding>& errors, const std::string& separator,
                           const std::vector<ClaimAnswer>& answers);

}  // namespace abi::mutate
