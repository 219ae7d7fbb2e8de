#include "report/json_values.h"

#include "model/same_record.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

}  // namespace

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

/// The values of a type are those of the field, enumeration or constant that has it.
static Json type_json(const Type& type) {
    const auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] = type;
    return {{"text", to_string(type)},  {"kind", to_string(kind)},
            {"width_bits", width_bits}, {"name", name},
            {"extents", extents},       {"flexible_tail", flexible_tail},
            {"is_signed", is_signed},   {"host_sized", host_sized},
            {"spelling", spelling},     {"typedefs", typedefs}};
}

Json to_json(const Field& field) {
    const auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] =
        field;
    return {{"name", name},
            {"type", type_json(type)},
            {"offset_bits", offset_bits},
            {"size_bits", size_bits(field)},
            {"bit_width", or_null(bit_width)},
            {"storage_bits", or_null(storage_bits)},
            {"byte_order", byte_order ? Json(to_string(*byte_order)) : Json(nullptr)},
            {"role", to_string(role)},
            {"since", since},
            {"overlaps", overlaps},
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
            {"unit_local", unit_local},
            {"grows_at_end", grows_at_end},
            {"min_size_bytes", or_null(min_size_bytes)},
            {"size_field", size_field},
            {"pointer_bytes", or_null(pointer_bytes)},
            {"byte_order", record_order ? Json(to_string(*record_order)) : Json(nullptr)},
            {"targets", targets},
            {"doc", doc},
            {"place", to_json(place)},
            {"fields", json_list(fields)},
            {"tiles", json_list(tile(record))},
            {"history", json_list(history)}};
}

Json to_json(const Enumerator& enumerator) {
    const auto& [name, value, doc, place] = enumerator;
    return {{"name", name}, {"value", to_string(value)}, {"doc", doc}, {"place", to_json(place)}};
}

Json to_json(const Enum& one) {
    const auto& [name, type, fixed_width, enumerators, doc, place, only_asked, scoped, targets] = one;
    return {{"name", name},     {"type", type_json(type)},  {"fixed_width", fixed_width},
            {"scoped", scoped}, {"only_asked", only_asked}, {"targets", targets},
            {"doc", doc},       {"place", to_json(place)},  {"enumerators", json_list(enumerators)}};
}

Json to_json(const Constant& constant) {
    const auto& [name, type, value, doc, place, expression, targets] = constant;
    return {{"name", name}, {"type", type_json(type)}, {"value", to_string(value)}, {"targets", targets},
            {"doc", doc},   {"place", to_json(place)}};
}

Json to_json(const Related& related) {
    return {{"message", related.message},
            {"place", to_json(related.place)},
            {"revision", related.revision.empty() ? Json(nullptr) : Json(related.revision)}};
}

static Json without_proof(const Finding& finding) {
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
            {"order", finding.at},
            {"instead_of", finding.instead_of ? Json(row_of(*finding.instead_of).id) : Json(nullptr)},
            {"related", json_list(finding.related)}};
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
            {"evidence", json_list(cell.evidence)},
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

Json to_json(const Group& group) {
    Json keys = Json::array();
    for (const Finding* finding : group.all) keys.push_back(key(*finding));
    return {{"message", group.message()},          {"rule", row_of(group.lead->rule).id},
            {"level", to_string(group.level)},     {"record", group.lead->record},
            {"layer", group.lead->layer},          {"targets", group.targets},
            {"place", to_json(group.lead->place)}, {"findings", std::move(keys)}};
}

Json to_json(const Waiver& waiver) {
    const auto& [rule, record, field, layer, target, witness, reason, expires, place, used] = waiver;
    return {{"rule", rule},     {"record", record},       {"field", field},   {"layer", layer},
            {"target", target}, {"witness", witness},     {"reason", reason}, {"expires", expires},
            {"used", used},     {"place", to_json(place)}};
}

Json to_json(const CheckedLayer& checked) {
    return {{"layer", checked.layer}, {"targets", checked.targets}};
}

Json entry_json(const Finding& entry) {
    return {{"rule", row_of(entry.rule).id}, {"record", entry.record}, {"field", entry.field},
            {"layer", entry.layer},          {"target", entry.target}, {"witness", entry.witness},
            {"expected", entry.expected},    {"actual", entry.actual}, {"message", entry.message}};
}

Json form_json(const SameForm& form, const Record* seen) {
    const bool is_seen = seen != nullptr && is_same(*seen, form.record);
    return {{"departure", form.departure},
            {"targets", form.targets},
            {"record", is_seen ? Json(nullptr) : to_json(form.record)}};
}

}  // namespace abi
