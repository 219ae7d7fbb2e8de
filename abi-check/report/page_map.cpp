// Byte maps on the page, and their content as tables.
#include <algorithm>

#include "report/bytemap.h"
#include "report/page.h"
#include "report/words.h"

namespace abi {
namespace {

constexpr unsigned hues = 6;

constexpr HtmlLiteral none = "–";

std::string name_of(const Field& field) {
    return field.name.empty() ? "(unnamed)" : field.name;
}

Html with_offset(const std::string& what, std::uint64_t offset_bits) {
    return html("{} at {}", what, offset_words(offset_bits));
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
    page.html.add("<tr{}><th>{}<td>{}<td>{}<td>{} {}", pair.diverges ? HtmlLiteral(R"( class="bad")") : HtmlLiteral(""),
                  name_of(*(wanted != nullptr ? wanted : found)), side(wanted), side(found), pair.diverges ? "≠" : "=",
                  prose(pair.status));
    if (!pair.findings.empty()) page.html.add(" – {}", links(page, pair.findings));
}

/// Adds a row for each run of bytes that no field names. Returns how many rows were left out.
std::size_t append_holes(Page& page, const Record& actual) {
    std::size_t left_out = 0;
    std::size_t written = 0;
    for (const auto& one : tile(actual)) {
        if (one.kind != TileKind::implicit_padding) continue;
        if (written == table_limit || page.pairs_left == 0) {
            ++left_out;
            continue;
        }
        ++written;
        --page.pairs_left;
        page.html.add(R"(<tr class="hole"><th>(implicit padding)<td>–<td>{}<td>! named by no field)",
                      with_offset(size_text(one.end_bits - one.begin_bits), one.begin_bits));
    }
    return left_out;
}

/// The content of the byte map as a table, for readers who cannot see the map; without a map, only what differs.
void append_twin(Page& page, const Record* expected, const Record& actual, const Shape& shape, bool with_agreeing) {
    const bool is_diff = page.comparison.is_diff;
    const auto differing = static_cast<std::size_t>(std::ranges::count(shape.fields, true, &FieldPair::diverges));
    if (!with_agreeing && differing == 0) return;
    const std::string words = differing == 0 ? "none differs"
                                             : fmt::format("{} of {} {}", differing, shape.fields.size(),
                                                           differing == 1 ? "differs" : "differ");
    page.html.add(
        R"(<details class="twin"><summary>Field by field: {}</summary><div class="scroll" tabindex="0" role="region" )"
        R"(aria-label="{}, field by field"><table class="fields"><thead><tr><th>Field)"
        "<th>{}<th>{}<th>Status<tbody>",
        words, actual.name, is_diff ? "Before" : "Expected", is_diff ? "After" : "Found");
    std::size_t agreeing = 0;
    std::size_t diverging = 0;
    for (const auto& pair : shape.fields) {
        std::size_t& kind = pair.diverges ? diverging : agreeing;
        if (!pair.diverges && !with_agreeing) {
            ++agreeing;
            continue;
        }
        if (kind == table_limit || page.pairs_left == 0) continue;
        ++kind;
        --page.pairs_left;
        append_pair(page, expected, actual, pair);
    }
    const std::size_t holes_left_out = append_holes(page, actual);
    page.html += "</table></div>";
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

/// How far behind its expected place a field was found.
std::int64_t moved_bits(const Field* wanted, const Field* found) {
    if (wanted == nullptr || found == nullptr) return 0;
    return static_cast<std::int64_t>(found->offset_bits - wanted->offset_bits);
}

void append_map(Page& page, const Record* expected, const Record& actual, const Shape& shape) {
    const bool is_diff = page.comparison.is_diff;
    Strip above{expected_word(page.comparison), expected, {}};
    Strip below{is_diff ? "after" : "found", &actual, std::vector<FieldInk>(actual.fields.size())};
    if (expected != nullptr) above.fields.resize(expected->fields.size());
    unsigned hue = 0;
    for (const auto& pair : shape.fields) {
        const std::string status = pair.status == "as expected" ? "" : pair.status;
        if (pair.expected) {
            above.fields[*pair.expected] = {hue, pair.diverges, pair.diverges ? below.label + ": " + status : ""};
        }
        const Field* wanted = field_of(expected, pair.expected);
        const Field* found = field_of(&actual, pair.actual);
        if (pair.actual) below.fields[*pair.actual] = {hue, pair.diverges, status, moved_bits(wanted, found)};
        const Field* field = wanted != nullptr ? wanted : found;
        if (field != nullptr && field->role != Role::padding) hue = (hue + 1) % hues;
    }
    std::vector<Strip> strips;
    if (expected != nullptr) strips.push_back(std::move(above));
    strips.push_back(std::move(below));
    append_strips(page, strips);
}

}  // namespace

void append_shape_map(Page& page, const Record* expected, const Shape& shape) {
    if (!shape.actual) return;
    const bool is_drawn = page.cells_left != 0;
    if (is_drawn) append_map(page, expected, *shape.actual, shape);
    append_twin(page, expected, *shape.actual, shape, is_drawn);
    if (is_drawn) return;
    page.html += R"(<details class="row"><summary>Byte map and fields as found</summary>)";
    begin_folded(page);
    append_layout(page, *shape.actual);
    end_folded(page);
    page.html += "</details>\n";
}

void append_lone_map(Page& page, const Record& record) {
    Strip strip{expected_word(page.comparison), &record, std::vector<FieldInk>(record.fields.size())};
    unsigned hue = 0;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        strip.fields[i].hue = hue;
        if (record.fields[i].role != Role::padding) hue = (hue + 1) % hues;
    }
    append_strips(page, {strip});
}

}  // namespace abi
