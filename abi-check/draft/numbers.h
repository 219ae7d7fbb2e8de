// Drafts enumerations and constants of a source for a spec.
#pragma once

#include <span>
#include <vector>

#include "draft/draft.h"
#include "draft/names.h"

namespace abi {

struct NumbersDraft {
    std::vector<Enum> enums;
    std::vector<Constant> constants;
    std::vector<Question> questions;
};

/// Names of numbers are unique in a spec: if two have the same name, the first is kept. What differs between the
/// layouts is in the draft once for each of its forms, with the targets.
NumbersDraft draft_numbers(std::span<const Layout> layouts, const DraftNames& names);

}  // namespace abi
