// Where services show a finding that need a file and a line for each one.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"

namespace abi {

struct Anchor {
    Place place;         // the line and the end line are at least 1; the file is empty only if nothing names one
    std::string remark;  // what the place does not tell, in words; empty: it is the finding's own
};

/// The place of the finding, else the first related one, else the file that states what is compared. An unknown line is
/// line 1, and so is a line of an older revision, because today's file may have other lines.
Anchor anchor_of(const Comparison& comparison, const Finding& finding);

/// The same for a problem or another remark on the whole comparison; `place` may be empty.
Anchor anchor_of(const Comparison& comparison, const Place& place);

/// What is missing from the results, so that incomplete ones do not look like clean ones.
struct Gap {
    Place place;       // may be empty
    std::string text;  // a sentence without a full stop
};
std::vector<Gap> gaps(const Comparison& comparison);

}  // namespace abi
