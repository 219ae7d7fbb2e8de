#include "lsp/hover.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "report/group.h"
#include "report/ruler.h"
#include "report/shapes.h"
#include "report/words.h"

namespace abi::lsp {
namespace {

using Absolute = std::function<std::string(const std::string& file)>;

/// The lines of a declaration.
struct Extent {
    unsigned first = 0;
    unsigned last = 0;
};

/// Nothing if the declaration is in another file, or if its line is not known. A spec states the place of the name, so
/// the declaration ends with the last field.
std::optional<Extent> extent_of(const Record& record, const std::string& path, const Absolute& absolute) {
    if (record.place.file.empty() || record.place.line == 0 || absolute(record.place.file) != path) return std::nullopt;
    Extent extent{record.place.line, std::max(record.place.line, record.place.end_line)};
    for (const auto& field : record.fields) {
        if (field.place.file == record.place.file) extent.last = std::max(extent.last, field.place.line);
    }
    return extent;
}

/// "slot" of "core::slot".
std::string_view last_name(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// What is drawn of one layout of the spec: it, and each shape that layers have.
std::vector<RulerLine> ruler_lines(const RecordPart& part) {
    std::vector<RulerLine> lines;
    if (part.expected != nullptr) lines.push_back({"spec", part.expected});
    for (const auto& shape : part.shapes) {
        if (!shape.actual) continue;
        const auto& layer = shape.cells.front()->layer;
        const auto is_of_layer = [&](const Shape& other) {
            return other.actual &&
                   std::ranges::any_of(other.cells, [&](const Cell* cell) { return cell->layer == layer; });
        };
        const bool is_alone = std::ranges::count_if(part.shapes, is_of_layer) == 1;
        const bool is_one = std::ranges::all_of(shape.cells, [&](const Cell* cell) { return cell->layer == layer; });
        const auto number = std::to_string(lines.size());
        lines.push_back({is_alone && is_one ? layer : number, &*shape.actual});
    }
    return lines;
}

std::string size_words(const Record& record) {
    const std::string size = record.size_bytes ? counted(*record.size_bytes, "byte") : "unknown size";
    return size + (record.align_bytes ? ", aligned to " + std::to_string(*record.align_bytes) : "");
}

/// The fields as a list, for what has no ruler: unions, and records that are not known as a whole.
std::string field_list(const Record& record) {
    std::string text;
    for (const auto& field : record.fields) {
        std::string offset = offset_words(field.offset_bits);
        offset.insert(0, offset.size() < 6 ? 6 - offset.size() : 0, ' ');
        text += "    " + offset + "  " + type_text(field) + " " + field.name + "\n";
    }
    return text;
}

void append_part(const RecordPart& part, std::string& text) {
    if (part.expected != nullptr) {
        text += part.expected->name + (part.targets.empty() ? "" : " on " + part.targets) + ": " +
                size_words(*part.expected) + "\n";
    }
    const auto lines = ruler_lines(part);
    const auto drawing = byte_rulers(lines);
    text += !drawing.empty() || part.expected == nullptr ? drawing : field_list(*part.expected);
    std::size_t line = part.expected != nullptr ? 1 : 0;
    for (const auto& shape : part.shapes) {
        const std::string where = where_text(shape.cells);
        text += "  ";
        if (shape.actual) {
            const auto& label = lines[line++].label;
            text += (label == shape.cells.front()->layer ? "" : label + "  ") + where + ": " +
                    std::string(to_string(shape.verdict)) + ", " + size_words(*shape.actual) + "\n";
        } else {
            text += where + ": " + std::string(to_string(shape.verdict)) +
                    (shape.reason.empty() ? "" : ": " + shape.reason) + "\n";
        }
    }
}

}  // namespace

std::string record_at(const Comparison& comparison, const Spot& spot, const Absolute& absolute) {
    std::string innermost;
    unsigned begin = 0;
    const auto look = [&](const Record& record, const std::string& name) {
        const auto extent = extent_of(record, spot.path, absolute);
        if (!extent || spot.line < extent->first || spot.line > extent->last || extent->first < begin) return;
        begin = extent->first;
        innermost = name;
    };
    for (const auto& record : comparison.expected.records) {
        if (!spot.word.empty() && last_name(record.name) == spot.word) return record.name;
        look(record, record.name);
    }
    for (const auto& cell : comparison.cells) {
        if (cell.actual) look(*cell.actual, cell.record);
    }
    return innermost;
}

std::string record_text(const Comparison& comparison, std::string_view record) {
    std::vector<const Record*> layouts;
    std::vector<const Cell*> cells;
    std::vector<const Finding*> findings;
    const auto pick = [&](const auto& all, auto name, auto& into) {
        for (const auto& one : all) {
            if (one.*name == record) into.push_back(&one);
        }
    };
    pick(comparison.expected.records, &Record::name, layouts);
    pick(comparison.cells, &Cell::record, cells);
    pick(comparison.findings, &Finding::record, findings);
    if (layouts.empty() && cells.empty()) return "";
    std::string text;
    for (const auto& part : parts_of(layouts, cells, findings)) {
        if (!text.empty()) text += "\n";
        append_part(part, text);
    }
    bool is_first = true;
    for (const auto& group : group_findings(comparison)) {
        if (group.lead->record != record) continue;
        const auto accepted = accepted_by(comparison, *group.lead);
        text += (is_first ? "\n" : "") +
                (accepted.empty() ? std::string(to_string(group.level)) : "accepted (" + accepted + ")") + ": " +
                headline(group) + " [" + std::string(row_of(group.lead->rule).id) + "]\n";
        is_first = false;
    }
    return text;
}

}  // namespace abi::lsp
