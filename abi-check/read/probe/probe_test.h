// Sources on the disk and layouts as short text, for the tests of the probe reader.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "llvm/Support/Program.h"
#include "read/probe/reader.h"
#include "test/folder.h"

namespace abi::test {

/// A record to ask for: its name and its fields' names.
inline Record asked(const std::string& name, const std::vector<std::string>& fields) {
    Record record;
    record.name = name;
    for (const auto& field : fields) {
        record.fields.emplace_back();
        record.fields.back().name = field;
    }
    return record;
}

inline Constant asked_constant(const std::string& name) {
    Constant constant;
    constant.name = name;
    return constant;
}

inline probe::Request request_for(const std::string& language, const Folder& folder, const std::string& file,
                                  const std::string& triple) {
    probe::Request request;
    request.language = language;
    request.files = {file};
    request.root = folder.path;
    request.target = {.name = triple, .triple = triple, .sysroot = "", .flags = {}};
    return request;
}

inline std::string text_of(const std::vector<Problem>& problems) {
    std::string text;
    for (const auto& problem : problems) text += to_string(problem) + "\n";
    return text;
}

/// "name type @offset", bits where they are not whole bytes, ":width" for a bit-field.
inline std::string text_of(const Field& field) {
    std::string text = field.name + " " + to_string(field.type);
    if (field.bit_width) text += ":" + std::to_string(*field.bit_width);
    text += " @" + std::to_string(field.offset_bits / 8);
    if (field.bit_width) text += "." + std::to_string(field.offset_bits % 8);
    if (field.role != Role::data) text += " (" + std::string(to_string(field.role)) + ")";
    return text;
}

/// "size/align[ packed][ union]: field, field", or why it is not there.
inline std::string text_of(const Reading& reading, const std::string& name) {
    const auto* record = find_record(reading.layout, name);
    if (record == nullptr) return "no " + name + "\n" + text_of(reading.problems);
    std::string text =
        std::to_string(record->size_bytes.value_or(0)) + "/" + std::to_string(record->align_bytes.value_or(0));
    if (record->packed) text += " packed";
    if (record->kind == RecordKind::union_) text += " union";
    if (!record->fields_unknown.empty()) return text + " blind: " + record->fields_unknown;
    std::string separator = ": ";
    for (const auto& field : record->fields) text += std::exchange(separator, ", ") + text_of(field);
    return text;
}

inline std::string constants_of(const Reading& reading) {
    std::string text;
    for (const auto& one : reading.layout.constants) {
        text += one.name + ": " + to_string(one.type) + " = " + to_string(one.value) + "\n";
    }
    return text;
}

}  // namespace abi::test
