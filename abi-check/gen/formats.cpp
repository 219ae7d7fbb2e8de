#include "gen/formats.h"

#include <fmt/format.h>

#include <algorithm>

namespace abi::gen {

const Record* main_record(const Layout& spec) {
    for (const auto& record : spec.records) {
        const auto holds = [&](const Record& other) {
            return std::ranges::any_of(other.fields, [&](const Field& field) {
                return field.type.kind == Kind::record && field.type.name == record.name;
            });
        };
        if (std::ranges::none_of(spec.records, holds)) return &record;
    }
    return nullptr;
}

std::string format_remarks(const Record& record) {
    std::string text;
    if (!record.targets.empty()) text += fmt::format("Exists on {} only.\n", fmt::join(record.targets, ", "));
    if (record.pointer_bytes) text += fmt::format("For machines with pointers of {} bytes.\n", *record.pointer_bytes);
    if (record.grows_at_end) text += "Grows at its end: newer writers may append fields.\n";
    return text;
}

std::string constants_comment(const Layout& spec, std::string_view mark) {
    std::string text;
    for (const auto& one : spec.constants) {
        text += comment(mark, fmt::format("{} ({}) is {}{}", one.name, to_string(one.type), to_string(one.value),
                                          one.doc.empty() ? "" : ". " + one.doc));
    }
    return text.empty() ? "" : fmt::format("{} Constants of the spec:\n{}\n", mark, text);
}

}  // namespace abi::gen
