// The questions of `init` that the layouts alone do not raise.
#pragma once

#include <span>
#include <vector>

#include "check/witnesses.h"
#include "draft/draft.h"

namespace abi {

/// Forgets the aliases that a layer does not need, because the gate finds the record by the field that holds it:
/// `struct { … } bits;` in two unions. `answers` are in the sources' own names.
void drop_needless_aliases(std::span<const WitnessAnswer> answers, Draft& draft);

/// Names the aliases that the layer needs. Asks about each field whose name only begins like padding ("_paddr"),
/// because it is drafted as data, and about each record that two units define differently, because only one definition
/// is drafted. Each question is asked once, even if it arises on several targets.
std::vector<Question> init_questions(std::span<const WitnessAnswer> answers, const Draft& draft);

}  // namespace abi
