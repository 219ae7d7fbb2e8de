// A rule explained: for a terminal, and as Markdown for services that show help beside a finding.
#pragma once

#include <span>
#include <string>

#include "model/finding.h"

namespace abi {

/// One line per rule: id, default level, title.
std::string rule_list(std::span<const RuleRow> rules);

/// A page of at most 80 columns: title, level, why it matters, the example, how to mend it.
std::string rule_page(const RuleRow& rule);

/// The same without a heading, in CommonMark.
std::string rule_markdown(const RuleRow& rule);

/// All pages in one CommonMark document, with a table that links to them: spec/rules.md.
std::string rules_markdown(std::span<const RuleRow> rules);

}  // namespace abi
