// Layouts as short text, for the tests of readers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "read/reading.h"

namespace abi::test {

inline std::string text_of(const std::vector<Problem>& problems) {
    std::string text;
    for (const auto& problem : problems) text += to_string(problem) + "\n";
    return text;
}

/// "name type @offset": bytes, ".bits" and ":width" for a bit-field; "!" after a host-sized type; a role other than
/// data in parentheses.
inline std::string text_of(const Field& field) {
    std::string text = field.name + " " + to_string(field.type) + (field.type.host_sized ? "!" : "");
    if (field.bit_width) text += ":" + std::to_string(*field.bit_width);
    text += " @" + std::to_string(field.offset_bits / 8);
    if (field.bit_width) text += "." + std::to_string(field.offset_bits % 8);
    if (field.role != Role::data) text += " (" + std::string(to_string(field.role)) + ")";
    return text;
}

/// "size[/align][ packed][ union]: field, field", or why the fields are unknown.
inline std::string text_of(const Record& record) {
    if (!record.size_bytes && record.fields_unknown.empty()) return "declared only";
    std::string text = record.size_bytes ? std::to_string(*record.size_bytes) : "?";
    if (record.align_bytes) text += "/" + std::to_string(*record.align_bytes);
    if (record.packed) text += " packed";
    if (record.kind == RecordKind::union_) text += " union";
    if (!record.fields_unknown.empty()) return text + " blind: " + record.fields_unknown;
    std::string separator = ": ";
    for (const auto& field : record.fields) text += std::exchange(separator, ", ") + text_of(field);
    return text;
}

/// "name: integer", then "name = value" of each.
inline std::string text_of(const Enum& one) {
    std::string text = one.name + ": " + to_string(one.type);
    for (const auto& enumerator : one.enumerators) text += ", " + enumerator.name + " = " + to_string(enumerator.value);
    return text;
}

/// The named record of a reading, or why it is not there.
inline std::string text_of(const Reading& reading, const std::string& name) {
    const auto* record = find_record(reading.layout, name);
    return record != nullptr ? text_of(*record) : "no " + name + "\n" + text_of(reading.problems);
}

/// The names of the records, in the order of the layout.
inline std::vector<std::string> record_names(const Reading& reading) {
    std::vector<std::string> names;
    names.reserve(reading.layout.records.size());
    for (const auto& record : reading.layout.records) names.push_back(record.name);
    return names;
}

}  // namespace abi::test
