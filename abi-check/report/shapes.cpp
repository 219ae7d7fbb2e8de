#include "report/shapes.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "model/on_target.h"
#include "report/verdict.h"
#include "report/words.h"

namespace abi {
namespace {

/// Verdict and layout as a key: cells with the same signature are one shape.
std::string signature(const Cell& cell) {
    std::string text = std::to_string(static_cast<int>(cell.verdict)) + "|";
    if (!cell.actual || cell.verdict == Verdict::not_applicable) return text + cell.reason;
    const Record& record = *cell.actual;
    text += std::to_string(static_cast<int>(record.kind)) + (record.packed ? "p" : "-");
    text += record.size_bytes ? std::to_string(*record.size_bytes) : "?";
    text += "|" + (record.align_bytes ? std::to_string(*record.align_bytes) : std::string("?"));
    for (const auto& field : record.fields) {
        text += "|" + std::to_string(field.name.size()) + ":" + field.name + ":" + type_text(field) + ":" +
                std::to_string(field.offset_bits) + ":" + std::to_string(size_bits(field)) + ":" +
                std::to_string(static_cast<int>(field.type.kind));
    }
    return text;
}

using Index = std::unordered_map<std::string_view, std::size_t>;

Index index_by_name(const Record& record) {
    Index index;
    for (std::size_t i = 0; i < record.fields.size(); ++i) index.try_emplace(record.fields[i].name, i);
    return index;
}

void adopt_roles(Record& actual, const Record& expected, const Index& expected_by_name) {
    for (auto& field : actual.fields) {
        const auto meant = expected_by_name.find(field.name);
        if (meant != expected_by_name.end()) field.role = expected.fields[meant->second].role;
    }
}

/// The differences in offset and size. Findings tell the differences in type.
std::vector<std::string> visible_differences(const Field& expected, const Field& actual) {
    std::vector<std::string> words;
    if (expected.offset_bits != actual.offset_bits) {
        words.push_back("offset " + offset_words(actual.offset_bits) + ", not " + offset_words(expected.offset_bits));
    }
    if (size_bits(expected) != size_bits(actual)) {
        words.push_back(size_text(size_bits(actual)) + ", not " + size_text(size_bits(expected)));
    }
    return words;
}

void judge(FieldPair& pair, const Record* expected, const Record& actual) {
    const Field* wanted = field_of(expected, pair.expected);
    const Field* found = field_of(&actual, pair.actual);
    if (wanted == nullptr && found == nullptr) return;
    const bool is_padding = (wanted != nullptr ? wanted : found)->role == Role::padding;
    std::vector<std::string> words;
    if (wanted != nullptr && found != nullptr) {
        words = visible_differences(*wanted, *found);
        pair.diverges = !words.empty() && !is_padding;
        if (wanted->name != found->name) words.push_back("called " + found->name + " here");
    } else {
        words.emplace_back(found == nullptr ? "not declared" : "not expected");
        pair.diverges = !is_padding;
    }
    for (const Finding* finding : pair.findings) {
        pair.diverges = pair.diverges || finding->level == Level::error;
        // If offset and size agree, the rule's title says what differs.
        if (words.empty()) words.emplace_back(row_of(finding->rule).title);
    }
    pair.status = words.empty() ? "as expected" : join(words, "; ");
}

/// Pairs the fields by name, then the others by offset if their sizes are equal.
std::vector<FieldPair> pair_fields(const Record* expected, const Record& actual) {
    std::vector<FieldPair> pairs;
    const Index actual_by_name = index_by_name(actual);
    std::unordered_map<std::uint64_t, std::size_t> left_by_offset;
    std::vector<bool> met(actual.fields.size());
    if (expected != nullptr) {
        for (std::size_t e = 0; e < expected->fields.size(); ++e) {
            FieldPair pair{.expected = e};
            const auto same = actual_by_name.find(expected->fields[e].name);
            if (same != actual_by_name.end() && !met[same->second]) {
                pair.actual = same->second;
                met[same->second] = true;
            }
            pairs.push_back(std::move(pair));
        }
        for (std::size_t a = 0; a < met.size(); ++a) {
            if (!met[a]) left_by_offset.try_emplace(actual.fields[a].offset_bits, a);
        }
        for (auto& pair : pairs) {
            const Field* wanted = field_of(expected, pair.expected);
            if (pair.actual || wanted == nullptr) continue;
            const auto there = left_by_offset.find(wanted->offset_bits);
            if (there == left_by_offset.end() || met[there->second] ||
                size_bits(actual.fields[there->second]) != size_bits(*wanted)) {
                continue;
            }
            pair.actual = there->second;
            met[there->second] = true;
        }
    }
    for (std::size_t a = 0; a < met.size(); ++a) {
        if (!met[a]) pairs.push_back({.actual = a});
    }
    return pairs;
}

bool speaks_of(const Finding& finding, const std::unordered_set<std::string>& places) {
    return places.contains(finding.layer + '\0' + finding.target) || (finding.layer.empty() && finding.target.empty());
}

void attach_findings(Shape& shape, const Record* expected, std::span<const Finding* const> findings) {
    std::unordered_set<std::string> places;  // layer and target, and each of them alone
    for (const Cell* cell : shape.cells) {
        places.insert(cell->layer + '\0' + cell->target);
        places.insert(cell->layer + '\0');
        places.insert('\0' + cell->target);
    }
    std::unordered_map<std::string_view, std::vector<std::size_t>> pairs_by_name;
    for (std::size_t i = 0; i < shape.fields.size(); ++i) {
        const FieldPair& pair = shape.fields[i];
        const Field* expected_field = field_of(expected, pair.expected);
        const Field* actual_field = field_of(shape.actual ? &*shape.actual : nullptr, pair.actual);
        const std::string_view wanted = expected_field != nullptr ? std::string_view(expected_field->name) : "";
        const std::string_view found = actual_field != nullptr ? std::string_view(actual_field->name) : "";
        if (!wanted.empty()) pairs_by_name[wanted].push_back(i);
        if (!found.empty() && found != wanted) pairs_by_name[found].push_back(i);
    }
    for (const Finding* finding : findings) {
        if (!speaks_of(*finding, places)) continue;
        const auto named = pairs_by_name.find(finding->field);
        if (finding->field.empty() || named == pairs_by_name.end()) {
            shape.findings.push_back(finding);
            continue;
        }
        for (const std::size_t i : named->second) shape.fields[i].findings.push_back(finding);
    }
}

/// What needs attention comes first. Within a verdict the order of the cells stays.
std::vector<Shape> worst_first(std::vector<Shape> shapes) {
    std::vector<Shape> sorted;
    for (const auto& row : verdict_table()) {
        for (auto& shape : shapes) {
            if (shape.verdict == row.verdict) sorted.push_back(std::move(shape));
        }
    }
    return sorted;
}

}  // namespace

std::vector<Shape> shapes_of(const Record* expected, std::span<const Cell* const> cells,
                             std::span<const Finding* const> findings) {
    std::vector<Shape> shapes;
    std::unordered_map<std::string, std::size_t> index;
    for (const Cell* cell : cells) {
        const auto [at, is_new] = index.try_emplace(signature(*cell), shapes.size());
        if (is_new) {
            shapes.push_back({.verdict = cell->verdict, .reason = cell->reason});
            if (cell->verdict != Verdict::not_applicable) shapes.back().actual = cell->actual;
        }
        shapes[at->second].cells.push_back(cell);
    }
    const Index expected_by_name = expected != nullptr ? index_by_name(*expected) : Index{};
    for (auto& shape : shapes) {
        if (shape.actual) {
            if (expected != nullptr) adopt_roles(*shape.actual, *expected, expected_by_name);
            shape.fields = pair_fields(expected, *shape.actual);
        }
        attach_findings(shape, expected, findings);
        if (!shape.actual) continue;
        for (auto& pair : shape.fields) judge(pair, expected, *shape.actual);
    }
    return worst_first(std::move(shapes));
}

std::vector<RecordPart> parts_of(std::span<const Record* const> layouts, std::span<const Cell* const> cells,
                                 std::span<const Finding* const> findings) {
    if (layouts.size() < 2) {
        const Record* expected = layouts.empty() ? nullptr : layouts.front();
        return {{expected, "", shapes_of(expected, cells, findings)}};
    }
    std::vector<Record> all;
    for (const Record* one : layouts) all.push_back(*one);
    const Extents extents(all);
    std::vector<RecordPart> parts;
    for (const auto& one : layouts) {
        const Extent extent = extents.of(*one);
        std::vector<const Cell*> cells_here;
        std::vector<const Finding*> findings_here;
        std::ranges::copy_if(cells, std::back_inserter(cells_here),
                             [&](const Cell* cell) { return holds_on(extent, cell->target); });
        std::ranges::copy_if(findings, std::back_inserter(findings_here), [&](const Finding* finding) {
            return finding->target.empty() || holds_on(extent, finding->target);
        });
        parts.push_back({one, one->targets.empty() ? "all other targets" : join(one->targets),
                         shapes_of(one, cells_here, findings_here)});
    }
    return parts;
}

}  // namespace abi
