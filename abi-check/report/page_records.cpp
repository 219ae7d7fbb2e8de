// The page's sections for records, enums and constants.
#include <algorithm>

#include "report/bytemap.h"
#include "report/page.h"
#include "report/shapes.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// The most rows of fields that agree in one table, and the most rows of fields that diverge.
constexpr std::size_t table_limit = 1000;

constexpr unsigned hues = 6;

constexpr HtmlLiteral none = "–";

std::string name_of(const Field& field) {
    return field.name.empty() ? "(unnamed)" : field.name;
}

Html with_offset(const std::string& what, std::uint64_t offset_bits) {
    return html(R"({} <span class="at">at {}</span>)", what, offset_words(offset_bits));
}

/// "may grow at its end from 16 bytes on, `size` holds its size".
std::string growth_words(const Record& record) {
    std::string words = "may grow at its end";
    if (record.min_size_bytes) words += " from " + counted(*record.min_size_bytes, "byte") + " on";
    return words + (record.size_field.empty() ? "" : ", `" + record.size_field + "` holds its size");
}

std::string facts(const Record& record) {
    std::vector<std::string> words{record.kind == RecordKind::union_ ? "union" : "struct"};
    words.push_back(record.size_bytes ? counted(*record.size_bytes, "byte") : "size unknown");
    words.push_back(record.align_bytes ? "aligned to " + std::to_string(*record.align_bytes) : "alignment unknown");
    if (record.packed) words.emplace_back("packed");
    if (record.grows_at_end) words.push_back(growth_words(record));
    if (!record.targets.empty()) words.push_back("only on " + join(record.targets));
    return join(words, " · ");
}

void append_facts(Page& page, const Record& record) {
    page.html += R"(<p class="meta">)";
    if (!record.place.file.empty()) {
        page.html.add(R"(<code class="place">{}</code> · )", to_string(record.place));
    }
    page.html.add("{}</p>", facts(record));
}

void append_left_out(Page& page, std::size_t rows) {
    if (rows == 0) return;
    page.html.add(R"(<p class="left-out">{} left out of this table; the JSON report has them all.</p>)",
                  counted(rows, "more field"));
}

void append_expected(Page& page, const Record& record) {
    const bool has_docs = std::ranges::any_of(record.fields, [](const Field& f) { return !f.doc.empty(); });
    page.html.add(
        R"(<div class="scroll" tabindex="0" role="region" aria-label="{} {}"><table class="fields"><thead><tr>)"
        R"(<th scope="col">Field</th><th scope="col">Type</th><th scope="col" class="num">Offset</th>)"
        R"(<th scope="col" class="num">Size</th><th scope="col">Role</th>{}</tr></thead><tbody>)",
        page.comparison.is_diff              ? "Before:"
        : page.comparison.first_side.empty() ? "The spec of"
                                             : "The first side:",
        record.name, has_docs ? HtmlLiteral(R"(<th scope="col">Meaning</th>)") : HtmlLiteral(""));
    std::size_t written = 0;
    for (const auto& field : record.fields) {
        if (written == table_limit || page.rows_left == 0) break;
        ++written;
        --page.rows_left;
        page.html.add(R"(<tr class="{0}"><th scope="row">{1}</th><td><code>{2}</code></td><td class="num">{3}</td>)"
                      R"(<td class="num">{4}</td><td>{0}{5}</td>)",
                      to_string(field.role), name_of(field), type_text(field), offset_words(field.offset_bits),
                      field.type.flexible_tail ? "open" : size_text(size_bits(field)),
                      field.since.empty() ? "" : ", since " + field.since);
        if (has_docs) page.html.add(R"(<td class="doc">{}</td>)", prose(field.doc));
        page.html += "</tr>\n";
    }
    page.html += "</tbody></table></div>";
    append_left_out(page, record.fields.size() - written);
}

/// One link for each rule; findings on other targets repeat it.
Html links(const Page& page, const std::vector<const Finding*>& findings) {
    Html made;
    std::vector<Rule> linked;
    for (const Finding* finding : findings) {
        if (std::ranges::find(linked, finding->rule) != linked.end()) continue;
        made.add("{}{}{}", linked.empty() ? "" : ", ", finding_link(page, *finding),
                 !finding->waived.empty() ? " (waived)"
                 : finding->known         ? " (known)"
                                          : "");
        linked.push_back(finding->rule);
    }
    return made;
}

void append_pair(Page& page, const Record* expected, const Record& actual, const FieldPair& pair) {
    const Field* wanted = field_of(expected, pair.expected);
    const Field* found = field_of(&actual, pair.actual);
    if (wanted == nullptr && found == nullptr) return;
    const auto side = [](const Field* field) {
        return field == nullptr ? Html(none) : with_offset(type_text(*field), field->offset_bits);
    };
    page.html.add(R"(<tr class="{}"><th scope="row">{}</th><td><code>{}</code></td><td><code>{}</code></td><td>{} {})",
                  pair.diverges ? "bad" : "same", name_of(*(wanted != nullptr ? wanted : found)), side(wanted),
                  side(found), pair.diverges ? "≠" : "=", prose(pair.status));
    if (!pair.findings.empty()) page.html.add(" – {}", links(page, pair.findings));
    page.html += "</td></tr>\n";
}

/// Adds a row for each run of bytes that no field names. Returns how many rows were left out.
std::size_t append_holes(Page& page, const Record& actual) {
    std::size_t left_out = 0;
    std::size_t written = 0;
    for (const auto& one : tile(actual)) {
        if (one.kind != TileKind::implicit_padding) continue;
        if (written == table_limit || page.rows_left == 0) {
            ++left_out;
            continue;
        }
        ++written;
        --page.rows_left;
        page.html.add(R"(<tr class="hole"><th scope="row">(implicit padding)</th><td>–</td><td>{}</td>)"
                      R"(<td>! named by no field</td></tr>)"
                      "\n",
                      with_offset(size_text(one.end_bits - one.begin_bits), one.begin_bits));
    }
    return left_out;
}

/// The content of the byte map as a table, for readers who cannot see the map.
void append_twin(Page& page, const Record* expected, const Record& actual, const Shape& shape) {
    const bool is_diff = page.comparison.is_diff;
    const auto differing = static_cast<std::size_t>(std::ranges::count(shape.fields, true, &FieldPair::diverges));
    const std::string words = differing == 0 ? "none differs"
                                             : fmt::format("{} of {} {}", differing, shape.fields.size(),
                                                           differing == 1 ? "differs" : "differ");
    page.html.add(
        R"(<details class="twin"{}><summary>Field by field: {}</summary><div class="scroll" tabindex="0" role="region" )"
        R"(aria-label="{}, field by field"><table class="fields"><thead><tr><th scope="col">Field</th>)"
        R"(<th scope="col">{}</th><th scope="col">{}</th><th scope="col">Status</th></tr></thead><tbody>)",
        differing == 0 ? HtmlLiteral("") : HtmlLiteral(" open"), words, actual.name, is_diff ? "Before" : "Expected",
        is_diff ? "After" : "Found");
    std::size_t agreeing = 0;
    std::size_t diverging = 0;
    for (const auto& pair : shape.fields) {
        std::size_t& kind = pair.diverges ? diverging : agreeing;
        if (kind == table_limit || page.rows_left == 0) continue;
        ++kind;
        --page.rows_left;
        append_pair(page, expected, actual, pair);
    }
    const std::size_t holes_left_out = append_holes(page, actual);
    page.html += "</tbody></table></div>";
    append_left_out(page, shape.fields.size() - agreeing - diverging + holes_left_out);
    page.html += "</details>";
}

void append_strips(Page& page, const std::vector<Strip>& strips) {
    MapLimits limits;
    limits.cells = std::min(limits.cells, page.cells_left);
    const ByteMap map = byte_map(strips, limits);
    page.cells_left -= std::min(map.cells, page.cells_left);
    if (map.svg.empty()) return;
    page.html.add(R"(<div class="map-frame">{}</div>)", map.svg);
    if (map.rows_left_out != 0) {
        page.html.add(R"(<p class="left-out">{} not drawn; the table has the fields.</p>)",
                      counted(map.rows_left_out, "row"));
    }
}

void append_map(Page& page, const Record* expected, const Record& actual, const Shape& shape) {
    const bool is_diff = page.comparison.is_diff;
    Strip above{expected_word(page.comparison), expected, {}};
    Strip below{is_diff ? "after" : "found", &actual, std::vector<FieldInk>(actual.fields.size())};
    if (expected != nullptr) above.fields.resize(expected->fields.size());
    unsigned hue = 0;
    for (const auto& pair : shape.fields) {
        if (pair.expected) {
            above.fields[*pair.expected] = {hue, pair.diverges, pair.diverges ? below.label + ": " + pair.status : ""};
        }
        if (pair.actual) below.fields[*pair.actual] = {hue, pair.diverges, pair.status};
        const Field* wanted = field_of(expected, pair.expected);
        const Field* field = wanted != nullptr ? wanted : field_of(&actual, pair.actual);
        if (field != nullptr && field->role != Role::padding) hue = (hue + 1) % hues;
    }
    std::vector<Strip> strips;
    if (expected != nullptr) strips.push_back(std::move(above));
    strips.push_back(std::move(below));
    append_strips(page, strips);
}

void append_shape(Page& page, const Record* expected, const Shape& shape) {
    page.html.add(R"(<div class="shape"><h4>{} <span>{}</span></h4>)", verdict_badge(shape.verdict),
                  where_text(shape.cells));
    if (!shape.reason.empty()) page.html.add(R"(<p class="reason">{}</p>)", prose(shape.reason));
    if (shape.actual) append_facts(page, *shape.actual);
    if (!shape.findings.empty()) {
        page.html.add(R"(<p class="about">About the record: {}</p>)", links(page, shape.findings));
    }
    if (shape.actual) {
        append_map(page, expected, *shape.actual, shape);
        append_twin(page, expected, *shape.actual, shape);
    }
    page.html += "</div>\n";
}

/// The map of a record that no layer declares, or that a change removed.
void append_alone(Page& page, const Record& record) {
    Strip strip{expected_word(page.comparison), &record, std::vector<FieldInk>(record.fields.size())};
    unsigned hue = 0;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        strip.fields[i].hue = hue;
        if (record.fields[i].role != Role::padding) hue = (hue + 1) % hues;
    }
    append_strips(page, {strip});
}

/// The class by which the filter of the page finds records: "differs", "accepted" or "conforms".
std::string_view record_class(const std::vector<RecordPart>& parts) {
    bool has_accepted = false;
    for (const auto& part : parts) {
        if (part.shapes.empty()) continue;
        const Verdict worst = part.shapes.front().verdict;
        if (worst == Verdict::differs || worst == Verdict::unverified) return "differs";
        has_accepted = has_accepted || is_accepted(worst);
    }
    return has_accepted ? "accepted" : "conforms";
}

void append_part(Page& page, const RecordPart& part) {
    if (!part.targets.empty()) page.html.add(R"(<h4 class="part">Layout on {}</h4>)", part.targets);
    if (part.expected == nullptr) {
        page.html.add(R"(<p class="meta">{}</p>)",
                      page.comparison.is_diff ? "Not declared before." : "Not in the spec.");
    } else {
        append_facts(page, *part.expected);
        if (!part.expected->doc.empty()) page.html.add(R"(<p class="doc">{}</p>)", prose(part.expected->doc));
        append_expected(page, *part.expected);
        if (std::ranges::none_of(part.shapes, [](const Shape& s) { return s.actual.has_value(); })) {
            append_alone(page, *part.expected);
        }
    }
    for (const auto& shape : part.shapes) append_shape(page, part.expected, shape);
}

void append_record(Page& page, std::string_view name, const std::vector<RecordPart>& parts) {
    page.html.add(R"(<section class="record {}"{} data-name="{}"><h3>{}</h3>)", record_class(parts),
                  section_id(page, name), name, subject_link(page, name, name));
    for (const auto& part : parts) append_part(page, part);
    page.html += "</section>\n";
}

}  // namespace

void append_records(Page& page) {
    const Comparison& c = page.comparison;
    std::unordered_map<std::string_view, std::vector<const Cell*>> cells;
    std::unordered_map<std::string_view, std::vector<const Finding*>> findings;
    std::unordered_map<std::string_view, std::vector<const Record*>> expected;
    for (const auto& cell : c.cells) cells[cell.record].push_back(&cell);
    for (const auto& finding : c.findings) findings[finding.record].push_back(&finding);
    for (const auto& record : c.expected.records) expected[record.name].push_back(&record);
    const auto names = record_names(c);
    if (names.empty()) return;
    page.html += R"(<section id="records"><h2>Records</h2>)";
    for (const auto name : names) {
        append_record(page, name, parts_of(expected[name], cells[name], findings[name]));
    }
    page.html += "</section>\n";
}

void append_values(Page& page) {
    const Comparison& c = page.comparison;
    if (!c.expected.enums.empty()) page.html += R"(<section id="enums"><h2>Enumerations</h2>)";
    for (const auto& one : c.expected.enums) {
        page.html.add(R"(<section class="values"{} data-name="{}"><h3>{}</h3><p class="meta">{}{}</p>)",
                      section_id(page, one.name), one.name, subject_link(page, one.name, one.name), to_string(one.type),
                      one.targets.empty() ? "" : " · only on " + join(one.targets));
        if (!one.doc.empty()) page.html.add(R"(<p class="doc">{}</p>)", prose(one.doc));
        page.html.add(
            R"(<div class="scroll" tabindex="0" role="region" aria-label="{}"><table class="fields"><thead><tr>)"
            R"(<th scope="col">Name</th><th scope="col">Value</th><th scope="col">Meaning</th></tr></thead><tbody>)",
            one.name);
        std::size_t written = 0;
        for (const auto& value : one.enumerators) {
            if (written++ == table_limit) break;
            page.html.add(R"(<tr><th scope="row">{}</th><td><code>{}</code></td><td class="doc">{}</td></tr>)"
                          "\n",
                          value.name, to_string(value.value), prose(value.doc));
        }
        page.html += "</tbody></table></div>";
        if (one.enumerators.size() > table_limit) append_left_out(page, one.enumerators.size() - table_limit);
        page.html += "</section>\n";
    }
    if (!c.expected.enums.empty()) page.html += "</section>\n";
    if (c.expected.constants.empty()) return;
    page.html +=
        R"(<section id="constants"><h2>Constants</h2><div class="scroll" tabindex="0" role="region" aria-label="Constants">)"
        R"(<table class="fields"><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Value</th>)"
        R"(<th scope="col">Meaning</th></tr></thead><tbody>)";
    for (const auto& one : c.expected.constants) {
        page.html.add(
            R"(<tr{} data-name="{}"><th scope="row">{}</th><td><code>{}</code></td><td><code>{}</code></td><td class="doc">{}</td></tr>)"
            "\n",
            section_id(page, one.name), one.name,
            one.name + (one.targets.empty() ? "" : " (on " + join(one.targets) + ")"), to_string(one.type),
            to_string(one.value), prose(one.doc));
    }
    page.html += "</tbody></table></div></section>\n";
}

}  // namespace abi
