// Rows for <abi/conforms.hpp>, which compares them with declarations that are written by hand.
#include <fmt/format.h>

#include <algorithm>

#include "gen/c_family.h"
#include "gen/note.h"

namespace abi {
namespace {

bool has_row(const Record& record) {
    return record.kind == RecordKind::structure && record.size_bytes && record.align_bytes && !record.fields.empty() &&
           std::ranges::none_of(record.fields, [](const Field& f) { return f.bit_width || f.type.flexible_tail; });
}

}  // namespace

std::string gen::rows_of(const Record& record, const std::string& name, const std::string& space) {
    std::string rows;
    for (const auto& field : record.fields) {
        const bool is_signed = field.type.kind == Kind::signed_integer || field.type.is_signed;
        rows += fmt::format("    {{\"{}\", {}, {}, {}, {}}},\n", field.name, field.offset_bits / 8,
                            size_bits(field) / 8, field.type.width_bits / 8, is_signed);
    }
    return fmt::format(
        "inline constexpr {0}FieldRow {1}_fields[] = {{\n{2}}};\n"
        "inline constexpr {0}RecordRow {1}{{\"{3}\", {4}, {5}, {1}_fields, {6}}};\n",
        space, name, rows, record.name, *record.size_bytes, *record.align_bytes, record.fields.size());
}

std::string gen_table(const GenRequest& request) {
    const std::string space = "abi::table::" + gen::as_identifier(request.name);
    std::string text = gen::comment("//", gen::heading(request, "table").front());
    text += fmt::format(
        "#pragma once\n\n#include <abi/conforms.hpp>\n\nnamespace {} {{\n\n/// SHA-256 of the canonical spec.\n"
        "inline constexpr std::array<std::uint8_t, {}> digest{{{}}};\n",
        space, request.digest.size() / 2, gen::byte_list(gen::bytes_of_digest(request.digest)));
    for (const auto& record : request.spec.records) {
        if (has_row(record)) text += "\n" + gen::rows_of(record, gen::as_identifier(record.name), "");
    }
    return text + "\n}  // namespace " + space + "\n";
}

}  // namespace abi
