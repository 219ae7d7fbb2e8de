// Text that several reports share.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"
#include "model/words.h"
#include "report/group.h"

namespace abi {

/// "in hal on riscv64, x86_64"; "in hal" when every target is meant; empty when neither is known.
std::string where_text(const Group& group);

/// "hal, core on riscv64, x86_64; membrane on riscv64": the layers and targets of some cells.
std::string where_text(std::span<const Cell* const> cells);

/// "size of P: expected 32 bytes, found 28 bytes (in hal on riscv64)": what a service shows in one line.
std::string headline(const Group& group);

/// The headline; below it, if there are several, each difference that follows from the cause; and the remedy.
std::string whole_message(const Group& group);

/// The reason of the waiver, or that the baseline has the finding. Empty: the finding is not accepted.
std::string accepted_by(const Comparison& comparison, const Finding& finding);

/// "a.h:2:1", or "a.h:2:1 at 0123456789ab" for a place in an older revision.
std::string related_place(const Related& related);

/// What the expected layout is: "spec", "before", or the name of the first side.
std::string expected_word(const Comparison& comparison);

/// "proved 12, not provable 3, dropped 0". It counts single errors, also those that are shown as one.
std::string proof_words(const Proofs& proofs);

/// What was checked, and the result, without a full stop: "3 records × 2 layers × 4 targets: 20 conform, …; 1
/// error, 0 warnings, 0 notes". A group of findings counts once, as they are shown. For a diff, the changes by class.
std::string closing_words(const Comparison& comparison);

/// The same; `groups` are those of the comparison.
std::string closing_words(const Comparison& comparison, std::span<const Group> groups);

}  // namespace abi
