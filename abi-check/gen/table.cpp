#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "gen/gen.h"

namespace abi {
namespace {

/// A name that C++ accepts: other characters become underscores.
std::string identifier(const std::string& name) {
    std::string result;
    for (const char c : name) result += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    if (result.empty() || std::isdigit(static_cast<unsigned char>(result[0])) != 0) result.insert(0, 1, '_');
    return result;
}

bool has_row(const Record& record) {
    return record.kind == RecordKind::structure && record.size_bytes && record.align_bytes && !record.fields.empty() &&
           std::ranges::none_of(record.fields, [](const Field& f) { return f.bit_width || f.type.flexible_tail; });
}

std::string field_row(const Field& field) {
    const bool is_signed = field.type.kind == Kind::signed_integer || field.type.is_signed;
    return fmt::format("    {{\"{}\", {}, {}, {}, {}}},\n", field.name, field.offset_bits / 8, size_bits(field) / 8,
                       field.type.width_bits / 8, is_signed);
}

std::string digest_row(const std::string& digest) {
    std::string bytes;
    for (std::size_t at = 0; at + 1 < digest.size(); at += 2) {
        bytes += (bytes.empty() ? "0x" : ", 0x") + digest.substr(at, 2);
    }
    return bytes;
}

}  // namespace

std::string gen_table(const GenRequest& request) {
    const Layout& spec = request.spec;
    const std::string& name = request.name;
    const std::string& digest = request.digest;
    std::string text = fmt::format(
        "// Made by `abi-check gen table` from {}. Do not edit: change the spec.\n#pragma once\n\n"
        "#include <abi/conforms.hpp>\n\nnamespace abi::table::{} {{\n\n"
        "/// SHA-256 of the canonical spec.\ninline constexpr std::array<std::uint8_t, {}> digest{{{}}};\n",
        spec.origin, identifier(name), digest.size() / 2, digest_row(digest));
    for (const auto& record : spec.records) {
        if (!has_row(record)) continue;
        const std::string id = identifier(record.name);
        text += fmt::format("\ninline constexpr FieldRow {}_fields[] = {{\n", id);
        for (const auto& field : record.fields) text += field_row(field);
        text += fmt::format("}};\ninline constexpr RecordRow {}{{\"{}\", {}, {}, {}_fields, {}}};\n", id, record.name,
                            *record.size_bytes, *record.align_bytes, id, record.fields.size());
    }
    return text + fmt::format("\n}}  // namespace abi::table::{}\n", identifier(name));
}

}  // namespace abi
