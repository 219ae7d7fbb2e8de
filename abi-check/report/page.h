// The parts of the HTML page that are made in files of their own. Nothing outside report/ needs them.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/finding.h"
#include "report/html.h"

namespace abi {

/// What the parts of one page share while it is written.
struct Page {
    const Comparison& comparison;
    Html html;
    std::unordered_map<const Finding*, std::string> ids;         // "finding-…", unique on the page
    std::unordered_map<std::string_view, std::string> sections;  // name of a record, enum or constant -> id
    std::unordered_set<std::string> written_ids;
    std::size_t cells_left = 60'000;  // that byte maps may still draw
    std::size_t rows_left = 100'000;  // that tables of fields may still have
};

/// All before the content of the body: the title, the style, and settings for phones and dark screens.
Html page_head(std::string_view title);

/// A verdict as a symbol and words, so that no meaning depends on colour: `<span class="verdict fail">…`.
Html verdict_badge(Verdict verdict);

/// The subject as a link to the section of its record, enum or constant, where there is one.
Html subject_link(const Page& page, std::string_view name, std::string_view text);

/// ` id="…"` for the section of a name; empty when the page already has that id.
Html section_id(Page& page, std::string_view name);

/// The records of the page: first the expected ones, then those that only cells name.
std::vector<std::string_view> record_names(const Comparison& comparison);

/// The worst verdict among the cells of each name, in the order of verdict_table().
std::unordered_map<std::string_view, Verdict> worst_verdicts(const Comparison& comparison);

/// A name with its value in a list `<dl>`; nothing for an empty value.
void append_fact(Html& html, std::string_view name, std::string_view words);

/// A link to a finding, which reads as its rule's id.
Html finding_link(const Page& page, const Finding& finding);

void append_findings(Page& page);

/// Verdicts as a table, with the reasons in words.
void append_grid(Page& page);

/// One section for each record: what is expected, the byte maps and their tables.
void append_records(Page& page);

/// What each witness answered for: the target facts, a folded table for each layer and target.
void append_target_facts(Page& page);

/// One section for enums and one for constants.
void append_values(Page& page);

}  // namespace abi
