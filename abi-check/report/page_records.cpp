// The page's sections for records: first those that need attention, then those that are accepted, then a line for each
// one that conforms.
#include <algorithm>
#include <limits>
#include <span>
#include <unordered_map>
#include <utility>

#include "report/page.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// "may grow at its end from 16 bytes on, `size` holds its size".
std::string growth_words(const Record& record) {
    std::string words = "may grow at its end";
    if (record.min_size_bytes) words += " from " + counted(*record.min_size_bytes, "byte") + " on";
    return words + (record.size_field.empty() ? "" : ", `" + record.size_field + "` holds its size");
}

RecordState state_of(const Page& page, Verdict worst, const std::vector<const Group*>& groups) {
    if (worst == Verdict::differs || worst == Verdict::unverified) return RecordState::fails;
    const bool has_open = std::ranges::any_of(groups, [](const Group* group) { return !is_accepted(*group->lead); });
    if (has_open) return page.comparison.is_diff ? RecordState::fails : RecordState::noted;
    return is_accepted(worst) || !groups.empty() ? RecordState::accepted : RecordState::conforms;
}

Verdict worst_of(const std::vector<const Cell*>& cells) {
    const auto worse = [](const Cell* a, const Cell* b) { return is_worse(a->verdict, b->verdict); };
    const auto worst = std::ranges::min_element(cells, worse);
    return worst == cells.end() ? Verdict::not_applicable : (*worst)->verdict;
}

/// Whether a finding about the record speaks of a cell of the shape.
bool speaks_of(const Finding& finding, const Shape& shape) {
    return std::ranges::any_of(shape.cells, [&](const Cell* cell) {
        return (finding.layer.empty() || finding.layer == cell->layer) &&
               (finding.target.empty() || finding.target == cell->target);
    });
}

/// The causes of one record by the shape below whose heading they stand. Each is there once.
struct Causes {
    std::vector<const Group*> of_record;  // about no shape
    std::unordered_map<const Shape*, std::vector<const Group*>> of_shape;
};

Causes causes_of(const RecordView& view) {
    Causes causes;
    for (const Group* group : view.groups) {
        const Shape* home = nullptr;
        for (const auto& part : view.parts) {
            const auto shape =
                std::ranges::find_if(part.shapes, [&](const Shape& one) { return speaks_of(*group->lead, one); });
            if (home == nullptr && shape != part.shapes.end()) home = &*shape;
        }
        (home != nullptr ? causes.of_shape[home] : causes.of_record).push_back(group);
    }
    return causes;
}

void append_facts(Page& page, const Record& record, const std::vector<Place>& places) {
    page.html += R"(<p class="meta">)";
    for (const auto& place : places) page.html.add("{} · ", place_html(page, place));
    page.html.add("{}</p>", record_facts(record));
}

/// Where the cells of a shape declare the record, each place once.
std::vector<Place> places_of(const Shape& shape) {
    std::vector<Place> places;
    for (const Cell* cell : shape.cells) {
        if (!cell->actual || cell->actual->place.file.empty()) continue;
        if (std::ranges::find(places, cell->actual->place) == places.end()) places.push_back(cell->actual->place);
    }
    return places;
}

std::vector<Place> place_of(const Record& record) {
    return record.place.file.empty() ? std::vector<Place>() : std::vector{record.place};
}

/// Links to causes that are shown elsewhere: at another shape, or at the record from which they follow.
void append_elsewhere(Page& page, const Shape& shape, const std::vector<const Group*>& here) {
    const auto is_here = [&](const Finding* finding) {
        return std::ranges::any_of(
            here, [&](const Group* group) { return std::ranges::find(group->all, finding) != group->all.end(); });
    };
    Html links;
    std::vector<std::string_view> linked;
    const auto add = [&](const Finding* finding) {
        const std::string& words = finding->cause.empty() ? finding->message : finding->cause;
        if (is_here(finding) || std::ranges::find(linked, words) != linked.end()) return;
        const auto id = page.ids.find(finding);
        if (id == page.ids.end()) return;
        linked.emplace_back(words);
        links.add(R"(<li><a href="#{}">{}</a></li>)", id->second, prose(words));
    };
    for (const Finding* finding : shape.findings) add(finding);
    for (const auto& pair : shape.fields) {
        for (const Finding* finding : pair.findings) add(finding);
    }
    if (!links.empty()) page.html.add(R"(<ul class="elsewhere">{}</ul>)", links);
}

void append_shape(Page& page, const Record* expected, const Shape& shape, const std::vector<const Group*>& causes) {
    const bool is_right = shape.verdict == Verdict::conforms || shape.verdict == Verdict::not_applicable;
    page.html.add(R"(<div class="shape {}"><h4>{} <span>{}</span></h4>)", row_of(shape.verdict).kind,
                  verdict_badge(shape.verdict), where_text(shape.cells));
    if (!shape.reason.empty()) page.html.add(R"(<p class="reason">{}</p>)", prose(shape.reason));
    append_causes(page, causes);
    append_elsewhere(page, shape, causes);
    const bool is_drawn = !is_right || (page.comparison.is_diff && !causes.empty());
    if (is_drawn && shape.actual) {
        append_facts(page, *shape.actual, places_of(shape));
        append_shape_map(page, expected, shape);
    }
    page.html += "</div>\n";
}

void append_part(Page& page, const RecordPart& part, const Causes& causes, RecordState state) {
    if (!part.targets.empty()) page.html.add(R"(<h4 class="part">Layout on {}</h4>)", part.targets);
    if (part.expected == nullptr) {
        page.html.add(R"(<p class="meta">{}</p>)",
                      page.comparison.is_diff ? "Not declared before." : "Not in the spec.");
    } else {
        append_facts(page, *part.expected, place_of(*part.expected));
        if (!part.expected->doc.empty()) page.html.add(R"(<p class="doc">{}</p>)", prose(part.expected->doc));
        const bool is_drawn = std::ranges::any_of(part.shapes, [](const Shape& s) { return s.actual.has_value(); });
        if (!is_drawn && state != RecordState::noted) append_lone_map(page, *part.expected);
    }
    for (const auto& shape : part.shapes) {
        const auto own = causes.of_shape.find(&shape);
        append_shape(page, part.expected, shape,
                     own == causes.of_shape.end() ? std::vector<const Group*>() : own->second);
    }
    if (part.expected == nullptr) return;
    page.html.add("<details class=\"row\"><summary>{}</summary>", page.comparison.is_diff ? "The fields before"
                                                                  : page.comparison.first_side.empty()
                                                                      ? "The fields of the spec"
                                                                      : "The fields of the first side");
    begin_folded(page);
    append_layout(page, *part.expected);
    end_folded(page);
    page.html += "</details>\n";
}

void append_record(Page& page, const RecordView& view) {
    const bool is_noted = view.state == RecordState::noted;
    const VerdictRow& row = row_of(view.worst);
    page.html.add(
        R"(<section class="record item {}"{}><h3><span class="symbol {}" aria-hidden="true">{}</span> {}</h3>)",
        is_noted ? "noted" : row.kind, section_id(page, view.name), row.kind, row.symbol,
        subject_link(page, view.name, view.name));
    const Causes causes = causes_of(view);
    append_causes(page, causes.of_record);
    for (const auto& part : view.parts) append_part(page, part, causes, view.state);
    page.html += "</section>\n";
}

/// The records of one section. A browser takes long to open a page of thousands of elements. So those after the first
/// stand in <noscript>, and where scripts run, the script shows them as the reader goes on.
void append_list(Page& page, std::span<const RecordView> views) {
    const bool are_rows = views.front().state == RecordState::conforms;
    const std::size_t at_once = are_rows ? 60 : 8;
    for (std::size_t i = 0; i < views.size(); ++i) {
        if (i == at_once) {
            if (are_rows && !address_template(page.facts).empty()) {
                page.html +=
                    R"(<noscript><p class="remark">Without scripts, places are links in the first lines only.</p></noscript>)";
            }
            page.html.add(R"(<p class="waiting">{} more follow when the script of this page runs.</p><noscript>)",
                          views.size() - at_once);
            page.in_noscript = true;
        }
        if (i > at_once) page.html += "<!--next-->";
        if (are_rows) {
            append_row(page, views[i].name, views[i].parts);
        } else {
            append_record(page, views[i]);
        }
        page.html += "\n";
    }
    if (page.in_noscript) page.html += "</noscript>";
    page.in_noscript = false;
}

std::string_view heading(RecordState state, bool is_diff) {
    switch (state) {
    case RecordState::fails: return is_diff ? "Records that changed" : "Records that need attention";
    case RecordState::noted: return "Records with warnings or notes";
    case RecordState::accepted: return "Accepted records";
    case RecordState::conforms: break;
    }
    return is_diff ? "Records that did not change" : "Records that conform";
}

std::string_view section_name(RecordState state) {
    constexpr std::string_view names[] = {"records", "noted", "accepted", "conform"};
    return names[static_cast<std::size_t>(state)];
}

}  // namespace

std::string record_facts(const Record& record) {
    std::vector<std::string> words{record.kind == RecordKind::union_ ? "union" : "struct"};
    words.push_back(record.size_bytes ? counted(*record.size_bytes, "byte") : "size unknown");
    words.push_back(record.align_bytes ? "aligned to " + std::to_string(*record.align_bytes) : "alignment unknown");
    if (record.packed) words.emplace_back("packed");
    if (record.grows_at_end) words.push_back(growth_words(record));
    if (!record.targets.empty()) words.push_back("only on " + join(record.targets));
    return join(words, " · ");
}

void append_left_out(Page& page, std::size_t rows) {
    if (rows == 0) return;
    page.html.add(R"(<p class="left-out">{} left out of this table; the JSON report has them all.</p>)",
                  counted(rows, "more field"));
}

std::vector<RecordView> record_views(const Page& page) {
    const Comparison& c = page.comparison;
    std::unordered_map<std::string_view, std::vector<const Cell*>> cells;
    std::unordered_map<std::string_view, std::vector<const Finding*>> findings;
    std::unordered_map<std::string_view, std::vector<const Record*>> expected;
    std::unordered_map<std::string_view, std::vector<const Group*>> groups;
    std::unordered_map<std::string_view, std::size_t> rank;  // of the first cause
    for (const auto& cell : c.cells) cells[cell.record].push_back(&cell);
    for (const auto& finding : c.findings) findings[finding.record].push_back(&finding);
    for (const auto& record : c.expected.records) expected[record.name].push_back(&record);
    for (std::size_t i = 0; i < page.groups.size(); ++i) {
        groups[page.groups[i].lead->record].push_back(&page.groups[i]);
        rank.try_emplace(page.groups[i].lead->record, i);
    }
    std::vector<RecordView> views;
    for (const auto name : record_names(c)) {
        const Verdict worst = worst_of(cells[name]);
        auto parts = parts_of(expected[name], cells[name], findings[name]);
        std::ranges::stable_sort(parts, [](const RecordPart& a, const RecordPart& b) {
            return !a.shapes.empty() &&
                   (b.shapes.empty() || is_worse(a.shapes.front().verdict, b.shapes.front().verdict));
        });
        views.push_back({name, state_of(page, worst, groups[name]), worst, std::move(parts), groups[name]});
    }
    std::ranges::stable_sort(views, {}, [&](const RecordView& view) {
        const auto at = rank.find(view.name);
        return std::pair(view.state, at == rank.end() ? std::numeric_limits<std::size_t>::max() : at->second);
    });
    return views;
}

void append_records(Page& page, const std::vector<RecordView>& views) {
    for (auto first = views.begin(); first != views.end();) {
        const RecordState state = first->state;
        const auto last = std::find_if(first, views.end(), [&](const RecordView& view) { return view.state != state; });
        const std::string address = state == RecordState::conforms ? address_template(page.facts) : "";
        page.html.add(R"(<section class="records" id="{}"{}><h2>{} <small>{}</small></h2>)", section_name(state),
                      address.empty() ? Html() : html(R"( data-address="{}")", address),
                      heading(state, page.comparison.is_diff), last - first);
        append_list(page, std::span(first, last));
        page.html += "</section>\n";
        first = last;
    }
}

}  // namespace abi
