// The answer of `explain`, written for each place where somebody reads it.
#pragma once

#include <string>

#include "model/explanation.h"
#include "report/report.h"

namespace abi {

/// Sentences, the evidence, the packets as writer and reader see them, the runners-up; at most 80 columns where names
/// allow it.
std::string explain_text(const Story& story, const TextStyle& style);

/// One self-contained page.
std::string explain_html(const Story& story);

}  // namespace abi
