// Records that conform: a line each, with the fields folded below it.
//
//     ▸ CmdPacket  struct · 32 bytes · aligned to 8
//
// A page may have thousands of them. So the fields stand in <noscript>: where scripts run, a browser takes it as plain
// text, and the script makes the table, and the byte map from its `data-map`, when the line is opened. Of a long list,
// only the first lines are outside of <noscript> (append_records).
#include <fmt/format.h>

#include <algorithm>

#include "report/page.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// "u32", "Inner, 24 bytes".
std::string type_words(const Field& field) {
    if (field.type.flexible_tail || field.type.kind != Kind::record) return type_text(field);
    return type_text(field) + ", " + size_text(size_bits(field));
}

/// "padding", "since 2: Next slot that the reader takes."
Html remark(const Field& field) {
    std::string words = field.role == Role::data ? "" : std::string(to_string(field.role));
    if (!field.since.empty()) words += (words.empty() ? "since " : ", since ") + field.since;
    if (field.doc.empty()) return html("{}", words);
    return html("{}{}{}", words, words.empty() ? "" : ": ", prose(field.doc));
}

/// Whether each tile is a field of whole bytes that the table has in the same order.
bool is_plain(const Record& record, const std::vector<Tile>& tiles, std::size_t fields) {
    if (tiles.size() != fields) return false;
    for (std::size_t i = 0; i < fields; ++i) {
        const Tile& one = tiles[i];
        const bool is_padding = one.kind == TileKind::declared_padding;
        if (one.fields != std::vector{i} || one.begin_bits % 8 != 0) return false;
        if (one.begin_bits != record.fields[i].offset_bits) return false;
        if (is_padding != (record.fields[i].role == Role::padding)) return false;
    }
    return true;
}

/// The tiles, for the script: the width in bits, the kind (f: field, p: declared padding, i: implicit padding, u:
/// unknown) and the indices of the fields. A tile of the next field alone names no index: "32f 32p 64f 64f3.4".
std::string tile_words(const Record& record, std::size_t fields) {
    constexpr std::string_view kinds = "fpiu";
    std::string text;
    std::size_t next = 0;
    const auto tiles = tile(record);
    if (!tiles.empty() && is_plain(record, tiles, fields)) return std::to_string(tiles.back().end_bits);
    for (const auto& one : tiles) {
        if (std::ranges::any_of(one.fields, [&](std::size_t field) { return field >= fields; })) break;
        if (!text.empty()) text += ' ';
        text += std::to_string(one.end_bits - one.begin_bits);
        text += kinds[static_cast<std::size_t>(one.kind)];
        if (one.fields.size() == 1 && one.fields[0] == next) {
            ++next;
        } else if (!one.fields.empty()) {
            text += join(one.fields, ".", [](std::size_t field) { return std::to_string(field); });
            next = one.fields.back() + 1;
        }
    }
    return text;
}

std::string_view spec_word(const Page& page) {
    if (page.comparison.is_diff) return "before";
    return page.comparison.first_side.empty() ? "spec" : std::string_view(page.comparison.first_side);
}

/// "spec a.json:12 · hal a.h:3": where a record that conforms is declared. In a long list the script makes the links.
void append_declared(Page& page, const RecordPart& part) {
    Html places;
    const auto add = [&](std::string_view who, const Record& record) {
        if (record.place.file.empty()) return;
        Place line = record.place;
        line.column = 0;
        places.add("{}{} {}", places.empty() ? "" : " · ", who,
                   page.in_noscript ? html("<code>{}</code>", to_string(line)) : place_html(page, line));
    };
    if (part.expected != nullptr) add(spec_word(page), *part.expected);
    for (const auto& shape : part.shapes) {
        std::vector<std::string_view> layers;
        for (const Cell* cell : shape.cells) {
            if (!cell->actual || std::ranges::find(layers, cell->layer) != layers.end()) continue;
            layers.push_back(cell->layer);
            if (shape.actual) add(cell->layer, *cell->actual);
        }
    }
    if (!places.empty()) page.html.add("<p>{}</p>", places);
}

/// What a table of the spec cannot tell: where the record does not exist, and names that a layer has of its own.
void append_remarks(Page& page, const RecordPart& part) {
    for (const auto& shape : part.shapes) {
        std::vector<std::string> words;
        if (!shape.reason.empty()) words.push_back(shape.reason);
        for (const auto& pair : shape.fields) {
            const Field* wanted = field_of(part.expected, pair.expected);
            if (pair.status == "as expected" || wanted == nullptr) continue;
            words.push_back("`" + wanted->name + "`: " + pair.status);
        }
        if (words.empty() && shape.verdict == Verdict::conforms) continue;
        page.html.add("<p class=\"reason\">{} {}{}{}</p>", verdict_badge(shape.verdict), where_text(shape.cells),
                      words.empty() ? "" : ": ", prose(join_some(words, 20)));
    }
}

const Record* shown_record(const RecordPart& part) {
    if (part.expected != nullptr) return part.expected;
    for (const auto& shape : part.shapes) {
        if (shape.actual) return &*shape.actual;
    }
    return nullptr;
}

}  // namespace

void begin_folded(Page& page) {
    if (!page.in_noscript) page.html += "<noscript>";
}

void end_folded(Page& page) {
    if (!page.in_noscript) page.html += "</noscript>";
}

// The end tags of cells and rows are optional (HTML §4.9.9 to §4.9.10). Without them the page is a third smaller.
void append_layout(Page& page, const Record& record) {
    const std::size_t fields = std::min({record.fields.size(), table_limit, page.rows_left});
    page.rows_left -= fields;
    page.html.add(R"(<table data-map="{}">)", tile_words(record, fields));
    for (std::size_t i = 0; i < fields; ++i) {
        const Field& field = record.fields[i];
        page.html.add("<tr><th>{}<td>{}<td>{}", field.name.empty() ? "(unnamed)" : field.name, type_words(field),
                      offset_words(field.offset_bits));
        if (const Html more = remark(field); !more.empty()) page.html.add("<td>{}", more);
    }
    page.html += "</table>";
    append_left_out(page, record.fields.size() - fields);
}

void append_row(Page& page, std::string_view name, const std::vector<RecordPart>& parts) {
    const Record* first = shown_record(parts.front());
    const HtmlLiteral kind = page.in_noscript ? HtmlLiteral("") : HtmlLiteral(" class=\"row\"");
    page.html.add("<details{}{}><summary><b>{}</b>", kind, section_id(page, name), name);
    if (first != nullptr) page.html.add(" {}", parts.size() == 1 ? record_facts(*first) : "a layout for each target");
    page.html += "</summary>";
    begin_folded(page);
    for (const auto& part : parts) {
        if (!part.targets.empty()) page.html.add(R"(<p class="part">Layout on {}</p>)", part.targets);
        const Record* record = shown_record(part);
        if (record != nullptr && parts.size() > 1) page.html.add(R"(<p class="meta">{}</p>)", record_facts(*record));
        append_declared(page, part);
        if (record != nullptr && !record->doc.empty()) page.html.add(R"(<p class="doc">{}</p>)", prose(record->doc));
        append_remarks(page, part);
        if (record != nullptr) append_layout(page, *record);
    }
    end_folded(page);
    page.html += "</details>";
}

}  // namespace abi
