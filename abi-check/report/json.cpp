// The report as JSON, with everything a comparison knows. The shape is a contract, described in
// reports/README.md: keys are added, never renamed; every place counts lines and columns from 1; bits and
// bytes are in the names; an integer of up to 128 bits is a string ("0x400"); what is unknown is null.
#include <nlohmann/json.hpp>

#include "report/report.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

// Declared before `list`, which calls them all.
Json to_json(const Field& field);
Json to_json(const Tile& one);
Json to_json(const Record& record);
Json to_json(const Enumerator& enumerator);
Json to_json(const Enum& one);
Json to_json(const Constant& constant);
Json to_json(const Related& related);
Json to_json(const Finding& finding);
Json to_json(const Evidence& evidence);
Json to_json(const Cell& cell);
Json to_json(const Problem& problem);

template <typename T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

template <typename T>
Json list(const std::vector<T>& values) {
    Json array = Json::array();
    for (const auto& value : values) array.push_back(to_json(value));
    return array;
}

Json to_json(const Place& place) {
    if (place.file.empty()) return nullptr;
    Json json{{"file", place.file}};
    if (place.line != 0) json["line"] = place.line;
    if (place.column != 0) json["column"] = place.column;
    if (place.end_line != 0) json["end_line"] = place.end_line;
    if (place.end_column != 0) json["end_column"] = place.end_column;
    return json;
}

Json to_json(const Type& type) {
    return {{"text", to_string(type)},       {"kind", to_string(type.kind)},
            {"width_bits", type.width_bits}, {"name", type.name},
            {"extents", type.extents},       {"flexible_tail", type.flexible_tail},
            {"host_sized", type.host_sized}, {"spelling", type.spelling}};
}

Json to_json(const Field& field) {
    return {{"name", field.name},
            {"type", to_json(field.type)},
            {"offset_bits", field.offset_bits},
            {"size_bits", size_bits(field)},
            {"bit_width", or_null(field.bit_width)},
            {"storage_bits", or_null(field.storage_bits)},
            {"role", to_string(field.role)},
            {"doc", field.doc},
            {"place", to_json(field.place)}};
}

Json to_json(const Tile& one) {
    return {{"begin_bits", one.begin_bits},
            {"end_bits", one.end_bits},
            {"kind", to_string(one.kind)},
            {"fields", one.fields}};
}

Json to_json(const Record& record) {
    return {{"name", record.name},
            {"kind", record.kind == RecordKind::union_ ? "union" : "struct"},
            {"size_bytes", or_null(record.size_bytes)},
            {"align_bytes", or_null(record.align_bytes)},
            {"packed", record.packed},
            {"blind", record.fields_unknown},
            {"grows_at_end", record.grows_at_end},
            {"targets", record.targets},
            {"doc", record.doc},
            {"place", to_json(record.place)},
            {"fields", list(record.fields)},
            {"tiles", list(tile(record))},
            {"history", list(record.history)}};
}

Json to_json(const Enumerator& enumerator) {
    return {{"name", enumerator.name},
            {"value", to_string(enumerator.value)},
            {"doc", enumerator.doc},
            {"place", to_json(enumerator.place)}};
}

Json to_json(const Enum& one) {
    return {{"name", one.name}, {"type", to_json(one.type)},   {"fixed_width", one.fixed_width},
            {"doc", one.doc},   {"place", to_json(one.place)}, {"enumerators", list(one.enumerators)}};
}

Json to_json(const Constant& constant) {
    return {{"name", constant.name},
            {"type", to_json(constant.type)},
            {"value", to_string(constant.value)},
            {"doc", constant.doc},
            {"place", to_json(constant.place)}};
}

Json to_json(const Layout& layout) {
    return {{"origin", layout.origin},
            {"target", layout.target},
            {"byte_order", layout.byte_order == ByteOrder::little ? "little" : "big"},
            {"records", list(layout.records)},
            {"enums", list(layout.enums)},
            {"constants", list(layout.constants)}};
}

Json to_json(const Related& related) {
    return {{"message", related.message},
            {"place", to_json(related.place)},
            {"revision", related.revision.empty() ? Json(nullptr) : Json(related.revision)}};
}

Json to_json(const Finding& finding) {
    return {{"key", key(finding)},
            {"rule", row_of(finding.rule).id},
            {"level", to_string(finding.level)},
            {"change", finding.change == Change::none ? Json(nullptr) : Json(to_string(finding.change))},
            {"record", finding.record},
            {"field", finding.field},
            {"layer", finding.layer},
            {"target", finding.target},
            {"witness", finding.witness},
            {"expected", finding.expected},
            {"actual", finding.actual},
            {"message", finding.message},
            {"remedy", finding.remedy},
            {"waived", finding.waived.empty() ? Json(nullptr) : Json(finding.waived)},
            {"place", to_json(finding.place)},
            {"related", list(finding.related)}};
}

Json to_json(const Evidence& evidence) {
    return {{"witness", evidence.witness}, {"sight", to_string(evidence.state)}, {"reason", evidence.reason}};
}

Json to_json(const Cell& cell) {
    return {{"record", cell.record},
            {"layer", cell.layer},
            {"target", cell.target},
            {"verdict", to_string(cell.verdict)},
            {"reason", cell.reason},
            {"evidence", list(cell.evidence)},
            {"actual", cell.actual ? to_json(*cell.actual) : Json(nullptr)}};
}

Json to_json(const Problem& problem) {
    return {{"message", sentence(problem)}, {"pointer", problem.pointer}, {"place", to_json(problem.place)}};
}

Json to_json(const Totals& totals) {
    return {{"errors", totals.errors},         {"warnings", totals.warnings},
            {"notes", totals.notes},           {"waived", totals.waived},
            {"conforms", totals.conforms},     {"differs", totals.differs},
            {"unverified", totals.unverified}, {"not_applicable", totals.not_applicable}};
}

}  // namespace

std::string report_json(const Comparison& comparison, const TextStyle&) {
    const Json report{{"abi_check_report", 1},
                      {"title", comparison.title},
                      {"is_diff", comparison.is_diff},
                      {"digest", comparison.digest.empty() ? Json(nullptr) : Json(comparison.digest)},
                      {"layers", comparison.layers},
                      {"targets", comparison.targets},
                      {"totals", to_json(count(comparison))},
                      {"findings", list(comparison.findings)},
                      {"cells", list(comparison.cells)},
                      {"expected", to_json(comparison.expected)},
                      {"skipped", comparison.skipped},
                      {"incomplete", comparison.incomplete},
                      {"problems", list(comparison.problems)},
                      {"unread", comparison.unread}};
    return report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace abi
