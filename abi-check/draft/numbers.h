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

/// Names of numbers are unique in a spec: if two have the same name, the first is kept. The width of an enumeration is
/// that of the first layout that has it.
NumbersDraft draft_numbers(std::span<const Layout> layouts, const DraftNames& names);

}  // namespace abi
