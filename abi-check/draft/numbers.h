// Enumerations and constants of a source, as a spec writes them.
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

/// In a spec each number has a name of its own and is written once: of two with one name the first is kept. Widths are
/// those of the first layout that has the enumeration.
NumbersDraft draft_numbers(std::span<const Layout> layouts, const DraftNames& names);

}  // namespace abi
