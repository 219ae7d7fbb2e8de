// The parts of the HTML page that are made in files of their own. Nothing outside report/ needs them.
//
//     page_head     style, title, origin, verdict, switch of colours      (also the page of explain)
//     page_records  a section for each record that needs attention
//         page_findings  its causes in words, with folded details
//         page_map       the byte map, and its content as a table
//     page_rows     a line for each record that conforms
//     page_grid     verdicts by record, layer and target
//     page_values, page_facts, page_index, page_source
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/finding.h"
#include "report/conclusion.h"
#include "report/group.h"
#include "report/html.h"
#include "report/report.h"
#include "report/shapes.h"

namespace abi {

/// What the parts of one page share while it is written.
struct Page {
    const Comparison& comparison;
    const PageFacts& facts;
    std::vector<Group> groups;   // those that the page shows
    std::size_t groups_cut = 0;  // the least important ones, which it leaves out
    Html html{};
    std::unordered_map<const Finding*, std::string> ids{};         // "finding-…", unique on the page
    std::unordered_map<std::string_view, std::string> sections{};  // name of a record, enum or constant -> id
    std::unordered_set<std::string> written_ids{};
    std::unordered_map<std::string, std::string> sources{};  // texts of files, for excerpts
    Place excerpt{};                                         // the place whose lines were shown last
    bool in_noscript = false;                                // <noscript> cannot be nested
    std::size_t cells_left = 2'000;                          // that byte maps may still draw; the script draws more
    std::size_t pairs_left = 12'000;                         // rows of the tables that belong to byte maps
    std::size_t rows_left = 100'000;                         // that other tables of fields may still have
};

// -- Head

/// All before the content of the body: the title, the style, and settings for phones and dark screens.
Html page_head(std::string_view title);

/// The verdict in one sentence, with its symbol.
Html conclusion_html(const Conclusion& conclusion);

/// "revision … · date · abi-check 1.0 · the command line": what is known of it.
Html origin_html(const PageFacts& facts);

/// The switch between light and dark. It needs no script; with one, the browser remembers the choice.
Html theme_switch();

/// Hatches for padding, and the head of an arrow. Byte maps refer to them; their colours come from the style.
Html map_patterns();

/// The end of a page: its scripts.
Html page_end();

// -- Pieces of text

/// A verdict as a symbol and words, so that no meaning depends on colour: `<span class="verdict fail">…`.
Html verdict_badge(Verdict verdict);

/// The subject as a link to the section of its record, enum or constant, where there is one.
Html subject_link(const Page& page, std::string_view name, std::string_view text);

/// ` id="…"` for the section of a name; empty when the page already has that id.
Html section_id(Page& page, std::string_view name);

/// The records of the page: first the expected ones, then those that only cells name.
std::vector<std::string_view> record_names(const Comparison& comparison);

/// A name with its value in a list `<dl>`; nothing for an empty value.
void append_fact(Html& html, std::string_view name, std::string_view words);

/// A link to a finding, which reads as its rule's id.
Html finding_link(const Page& page, const Finding& finding);

/// "struct · 32 bytes · aligned to 8".
std::string record_facts(const Record& record);

/// A sentence about rows that a table leaves out; nothing for 0.
void append_left_out(Page& page, std::size_t rows);

/// The most rows of a table that agree, and the most rows that diverge.
constexpr std::size_t table_limit = 1000;

// -- Places (page_source)

/// A place, as a link if the page knows its address. `revision`: the older revision of a diff that the file belongs to.
Html place_html(const Page& page, const Place& place, const std::string& revision = "");

/// The template by which the script makes links in a long list, with {path} and {line}; empty: there are no links.
std::string address_template(const PageFacts& facts);

/// The lines around a place; nothing if they cannot be read, or were shown for the cause before.
Html excerpt_html(Page& page, const Place& place);

// -- Parts

/// Causes: the sentence of each, and folded what follows from it, its places and what to do. What several layers have
/// in the same way stands once, and names these layers.
void append_causes(Page& page, std::span<const Group* const> groups);

/// The causes that are about no record: values, waivers, the check itself; and how many causes are left out.
bool has_other_findings(const Page& page);
bool has_urgent_findings(const Page& page);  // errors among them, which then stand before the records
void append_findings(Page& page);

/// The rules of all causes on the page, each once.
void append_rules(Page& page);

/// The byte map of a shape, and its content as a table.
void append_shape_map(Page& page, const Record* expected, const Shape& shape);

/// The map of a record that no layer declares, or that a change removed.
void append_lone_map(Page& page, const Record& record);

/// The fields of a record as a compact table. The script draws a byte map from it when it is opened.
void append_layout(Page& page, const Record& record);

/// Content that the script puts on the page when its line is opened. Without scripts it is on the page.
void begin_folded(Page& page);
void end_folded(Page& page);

/// A line for a record that conforms. Its fields are folded.
void append_row(Page& page, std::string_view name, const std::vector<RecordPart>& parts);

/// What the page shows of one record.
enum class RecordState {
    fails,     // differs, is unverified, or changed: a section with byte maps
    noted,     // it conforms, and there are warnings or notes: a section
    accepted,  // waived or known: a section with byte maps
    conforms   // a line
};

struct RecordView {
    std::string_view name;
    RecordState state{};
    Verdict worst{};  // among its cells
    std::vector<RecordPart> parts;
    std::vector<const Group*> groups;  // whose leading finding is about it
};

/// All records, those that need attention first: as their causes are sorted.
std::vector<RecordView> record_views(const Page& page);

/// The sections of all records, each once.
void append_records(Page& page, const std::vector<RecordView>& views);

/// Links to the sections, and to the records that need attention.
void append_index(Page& page, const std::vector<RecordView>& views);

/// Verdicts as a table, with the reasons in words.
void append_grid(Page& page);

/// What each witness answered for: the target facts, a folded table for each layer and target.
void append_target_facts(Page& page);

/// One section for enums and one for constants.
void append_values(Page& page);

}  // namespace abi
