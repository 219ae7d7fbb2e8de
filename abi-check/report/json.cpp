// The report as JSON, with everything a comparison knows. The shape is a contract, described in
// reports/README.md: keys are added, never renamed; every place counts lines and columns from 1; bits and
// bytes are in the names; an integer of up to 128 bits is a string ("0x400"); what is unknown is null.
#include <nlohmann/json.hpp>

#include "report/group.h"
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
Json to_json(const WitnessFacts& one);
Json to_json(const Group& group);

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

// Each function of a layout's value names every member, so that it does not compile while it lacks a new one.

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
    const auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] = type;
    return {{"text", to_string(type)},  {"kind", to_string(kind)},
            {"width_bits", width_bits}, {"name", name},
            {"extents", extents},       {"flexible_tail", flexible_tail},
            {"host_sized", host_sized}, {"spelling", spelling}};
}

Json to_json(const Field& field) {
    const auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] =
        field;
    return {{"name", name},
            {"type", to_json(type)},
            {"offset_bits", offset_bits},
            {"size_bits", size_bits(field)},
            {"bit_width", or_null(bit_width)},
            {"storage_bits", or_null(storage_bits)},
            {"byte_order", byte_order ? Json(to_string(*byte_order)) : Json(nullptr)},
            {"role", to_string(role)},
            {"since", since},
            {"doc", doc},
            {"place", to_json(place)}};
}

Json to_json(const Tile& one) {
    return {{"begin_bits", one.begin_bits},
            {"end_bits", one.end_bits},
            {"kind", to_string(one.kind)},
            {"fields", one.fields}};
}

Json to_json(const Record& record) {
    const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise,
                 grows_at_end, min_size_bytes, size_field, record_order, pointer_bytes, targets, unit, unit_local,
                 history, doc, place] = record;
    return {{"name", name},
            {"kind", kind == RecordKind::union_ ? "union" : "struct"},
            {"size_bytes", or_null(size_bytes)},
            {"align_bytes", or_null(align_bytes)},
            {"packed", packed},
            {"blind", fields_unknown},
            {"only_asked", only_asked},
            {"no_promise", no_promise},
            {"unit", unit},
            {"grows_at_end", grows_at_end},
            {"min_size_bytes", or_null(min_size_bytes)},
            {"size_field", size_field},
            {"byte_order", record_order ? Json(to_string(*record_order)) : Json(nullptr)},
            {"targets", targets},
            {"doc", doc},
            {"place", to_json(place)},
            {"fields", list(fields)},
            {"tiles", list(tile(record))},
            {"history", list(history)}};
}

Json to_json(const Enumerator& enumerator) {
    const auto& [name, value, doc, place] = enumerator;
    return {{"name", name}, {"value", to_string(value)}, {"doc", doc}, {"place", to_json(place)}};
}

Json to_json(const Enum& one) {
    const auto& [name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets] = one;
    return {{"name", name},     {"type", to_json(type)},    {"fixed_width", fixed_width},
            {"scoped", scoped}, {"only_asked", only_asked}, {"targets", targets},
            {"doc", doc},       {"place", to_json(place)},  {"enumerators", list(enumerators)}};
}

Json to_json(const Constant& constant) {
    const auto& [name, type, value, doc, place, expression, targets] = constant;
    return {{"name", name}, {"type", to_json(type)},  {"value", to_string(value)}, {"targets", targets},
            {"doc", doc},   {"place", to_json(place)}};
}

Json to_json(const Layout& layout) {
    return {
        {"origin", layout.origin},         {"target", layout.target},     {"byte_order", to_string(layout.byte_order)},
        {"records", list(layout.records)}, {"enums", list(layout.enums)}, {"constants", list(layout.constants)}};
}

Json to_json(const Related& related) {
    return {{"message", related.message},
            {"place", to_json(related.place)},
            {"revision", related.revision.empty() ? Json(nullptr) : Json(related.revision)}};
}

Json without_proof(const Finding& finding) {
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
            {"cause", finding.cause.empty() ? Json(nullptr) : Json(finding.cause)},
            {"leads", finding.leads},
            {"remedy", finding.remedy},
            {"known", finding.known},
            {"waived", finding.waived.empty() ? Json(nullptr) : Json(finding.waived)},
            {"place", to_json(finding.place)},
            {"related", list(finding.related)}};
}

/// What is only there with --prove is left out without it.
Json to_json(const Finding& finding) {
    auto json = without_proof(finding);
    if (!finding.proof) return json;
    const auto& [is_proved, text] = *finding.proof;
    json["proof"] = {{"proved", is_proved},
                     {"assertion", is_proved ? Json(text) : Json(nullptr)},
                     {"reason", is_proved ? Json(nullptr) : Json(text)}};
    return json;
}

Json to_json(const Proofs& proofs) {
    return {{"proved", proofs.proved}, {"not_provable", proofs.not_provable}, {"dropped", proofs.dropped}};
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

Json to_json(const WitnessFacts& one) {
    const auto& [layer, target, witness, facts] = one;
    Json known = Json::object();
    for (const auto& row : fact_table()) {
        if (!facts[row.fact].empty()) known[row.key] = facts[row.fact];
    }
    return {{"layer", layer}, {"target", target}, {"witness", witness}, {"facts", known}};
}

Json to_json(const Totals& totals) {
    return {{"errors", totals.errors},
            {"warnings", totals.warnings},
            {"notes", totals.notes},
            {"waived", totals.waived},
            {"conforms", totals.conforms},
            {"differs", totals.differs},
            {"unverified", totals.unverified},
            {"not_applicable", totals.not_applicable},
            {"known", totals.known},
            {"waived_cells", totals.waived_cells},
            {"known_cells", totals.known_cells}};
}

/// What a report for people shows as one finding. `findings` are the keys of all that follow from the cause.
Json to_json(const Group& group) {
    Json keys = Json::array();
    for (const Finding* finding : group.all) keys.push_back(key(*finding));
    return {{"message", group.message()},          {"rule", row_of(group.lead->rule).id},
            {"level", to_string(group.level)},     {"record", group.lead->record},
            {"layer", group.lead->layer},          {"targets", group.targets},
            {"place", to_json(group.lead->place)}, {"findings", std::move(keys)}};
}

}  // namespace

std::string report_json(const Comparison& comparison, const TextStyle&) {
    Json whole_report{{"abi_check_report", 1},
                      {"title", comparison.title},
                      {"is_diff", comparison.is_diff},
                      {"first_side", comparison.first_side.empty() ? Json(nullptr) : Json(comparison.first_side)},
                      {"digest", comparison.digest.empty() ? Json(nullptr) : Json(comparison.digest)},
                      {"baseline", comparison.baseline.empty() ? Json(nullptr) : Json(comparison.baseline)},
                      {"layers", comparison.layers},
                      {"targets", comparison.targets},
                      {"totals", to_json(count(comparison))},
                      {"causes", list(group_findings(comparison))},
                      {"findings", list(comparison.findings)},
                      {"cells", list(comparison.cells)},
                      {"facts", list(comparison.facts)},
                      {"expected", to_json(comparison.expected)},
                      {"skipped", comparison.skipped},
                      {"incomplete", comparison.incomplete},
                      {"problems", list(comparison.problems)},
                      {"unread", comparison.unread}};
    if (comparison.proofs) whole_report["proofs"] = to_json(*comparison.proofs);
    return whole_report.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace abi
