#include "fix/assertions.h"

#include <algorithm>

#include "fix/c_record.h"
#include "fix/c_types.h"
#include "model/find.h"
#include "model/words.h"

namespace abi::fix {
namespace {

bool depends_on_target(const Record& record) {
    return record.pointer_bytes || !record.targets.empty() ||
           std::ranges::any_of(record.fields, [](const Field& field) { return field.type.host_sized; });
}

/// "static_assert(CONDITION, "NAME: WHAT");"
std::string assertion(bool is_cpp, const std::string& condition, const std::string& message) {
    return std::string(is_cpp ? "static_assert(" : "_Static_assert(") + condition + ", \"" + message + "\");";
}

/// Of a field that has a byte of its own. Members of members have names that are paths.
bool has_offset(const Field& field, const Record& actual) {
    const auto* own = find_named(actual.fields, field.name);
    return own != nullptr && !field.bit_width && !own->bit_width && field.offset_bits % 8 == 0;
}

}  // namespace

std::optional<TextEdit> assert_layout(const Record& expected, const Record& actual, std::string_view file,
                                      std::string_view text) {
    if (depends_on_target(expected) || !expected.size_bytes) return std::nullopt;
    const auto tokens = tokens_of(text);
    const bool is_cpp = is_cpp_text(file, actual.unit, tokens);
    const auto at = offset_at(text, actual.place.line, actual.place.column);
    const auto record = at ? find_record_in(tokens, *at, is_cpp) : std::nullopt;
    if (!record || record->name.empty()) return std::nullopt;

    const std::string& name = record->name;
    const std::string offset_of =
        std::ranges::any_of(tokens.tokens, [](const Token& token) { return token.is("offsetof"); })
            ? "offsetof("
            : "__builtin_offsetof(";
    std::vector<std::string> lines;
    lines.push_back(assertion(is_cpp, "sizeof(" + name + ") == " + std::to_string(*expected.size_bytes),
                              "size of " + expected.name));
    if (text.find(lines[0]) != std::string_view::npos) return std::nullopt;
    if (expected.align_bytes) {
        lines.push_back(assertion(
            is_cpp, (is_cpp ? "alignof(" : "_Alignof(") + name + ") == " + std::to_string(*expected.align_bytes),
            "alignment of " + expected.name));
    }
    for (const auto& field : expected.fields) {
        if (!has_offset(field, actual)) continue;
        lines.push_back(
            assertion(is_cpp, offset_of + name + ", " + field.name + ") == " + std::to_string(field.offset_bits / 8),
                      "offset of " + expected.name + "." + field.name));
    }
    const auto key = tokens.tokens[record->key].begin;
    const auto line = key == 0 ? 0 : text.rfind('\n', key - 1) + 1;
    const auto indent = text.substr(line, std::min(text.find_first_not_of(" \t", line), text.size()) - line);
    const auto first_end = text.find('\n');
    const bool is_crlf = first_end != std::string_view::npos && first_end > 0 && text[first_end - 1] == '\r';
    std::string inserted;
    for (const auto& one : lines) inserted += (is_crlf ? "\r\n" : "\n") + std::string(indent) + one;
    const auto end = tokens.tokens[record->end].end;
    return TextEdit{end, end, std::move(inserted)};
}

}  // namespace abi::fix
