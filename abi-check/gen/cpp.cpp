// C++20. Where <abi/conforms.hpp> is at hand, each byte of each record that it can look at is checked, too.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/c_family.h"
#include "gen/gen.h"
#include "gen/note.h"

namespace abi {
namespace {

using namespace gen;

constexpr auto keywords = std::to_array<std::string_view>(
    {"alignas",     "alignof",  "and",        "and_eq",    "asm",       "auto",         "bitand",
     "bitor",       "bool",     "break",      "case",      "catch",     "char",         "char16_t",
     "char32_t",    "char8_t",  "class",      "co_await",  "co_return", "co_yield",     "compl",
     "concept",     "const",    "const_cast", "consteval", "constexpr", "constinit",    "continue",
     "decltype",    "default",  "delete",     "do",        "double",    "dynamic_cast", "else",
     "enum",        "explicit", "export",     "extern",    "false",     "float",        "for",
     "friend",      "goto",     "if",         "inline",    "int",       "long",         "mutable",
     "namespace",   "new",      "noexcept",   "not",       "not_eq",    "nullptr",      "operator",
     "or",          "or_eq",    "private",    "protected", "public",    "register",     "reinterpret_cast",
     "requires",    "return",   "short",      "signed",    "sizeof",    "static",       "static_assert",
     "static_cast", "struct",   "switch",     "template",  "this",      "thread_local", "throw",
     "true",        "try",      "typedef",    "typeid",    "typename",  "union",        "unsigned",
     "using",       "virtual",  "void",       "volatile",  "wchar_t",   "while",        "xor",
     "xor_eq",      "std",      "unix",       "linux",     "offsetof",  "NULL",         "abi"});

std::string accept(const std::string& name) {
    const bool is_taken = std::ranges::find(keywords, name) != keywords.end() || is_word_of_stdint(name);
    return is_taken ? name + "_" : name;
}

std::string write_enum(const Enum& one, CRecords& records, Names& types) {
    const std::string name = types.of(one.name);
    const bool is_wide = one.type.width_bits == 128;
    std::string text = comment("///", one.doc) + comment("//", renamed(one.name, name));
    if (is_wide) text += "#ifdef __SIZEOF_INT128__\n__extension__ ";
    text += fmt::format("enum class {} : {} {{\n", name, records.type_word(one.type));
    Names values(accept);
    for (const auto& value : one.enumerators) {
        const std::string given = values.of(value.name);
        text += comment("    ///", value.doc) + comment("    //", renamed(value.name, given));
        text += fmt::format("    {} = {},\n", given, records.value_word(value.value, one.type));
    }
    return text + "};\n" + (is_wide ? "#endif\n\n" : "\n");
}

std::string write_constant(const Layout& spec, const Constant& constant, CRecords& records, Names& numbers) {
    const std::string name = numbers.of(constant.name);
    const Enum* one = constant.type.kind == Kind::enumeration ? find_enum(spec, constant.type.name) : nullptr;
    const Type carrier = one != nullptr ? one->type : constant.type;
    const bool is_wide = carrier.width_bits == 128;
    const std::string value = records.value_word(constant.value, carrier);
    std::string text = comment("///", constant.doc) + comment("//", renamed(constant.name, name));
    if (is_wide) text += "#ifdef __SIZEOF_INT128__\n__extension__ ";
    text += fmt::format("inline constexpr {} {}{{{}}};\n", records.type_word(constant.type), name, value);
    return text + (is_wide ? "#endif\n" : "");
}

/// What conforms.hpp can look at: at compile time, by setting each byte of an aggregate.
bool has_row(const Layout& spec, const Record& record) {
    constexpr std::uint64_t most_bytes = 256;  // each byte costs the compiler a walk over all fields
    constexpr std::size_t most_fields = 64;
    if (*record.size_bytes > most_bytes || record.fields.size() > most_fields) return false;
    return !any_within(spec, record, [](const Record& r) {
        const auto is_opaque = [](const Field& f) {
            const bool is_odd_float =
                f.type.kind == Kind::floating && f.type.width_bits != 32 && f.type.width_bits != 64;
            return f.bit_width || f.overlaps || f.type.flexible_tail || is_odd_float || f.type.kind == Kind::pointer;
        };
        return r.kind == RecordKind::union_ || r.packed || r.fields.empty() || std::ranges::any_of(r.fields, is_opaque);
    });
}

std::string conforms(const Record& record, const std::string& type, const std::string& space) {
    std::string rows;
    for (const auto& field : record.fields) {
        const bool is_signed = field.type.kind == Kind::signed_integer || field.type.is_signed;
        rows += fmt::format("    {{\"{}\", {}, {}, {}, {}}},\n", field.name, field.offset_bits / 8,
                            size_bits(field) / 8, field.type.width_bits / 8, is_signed);
    }
    return fmt::format(
        "#ifdef ABI_CHECK_CONFORMS\nnamespace rows {{\n"
        "inline constexpr ::abi::FieldRow {0}_fields[] = {{\n{1}}};\n"
        "inline constexpr ::abi::RecordRow {0}{{\"{2}\", {3}, {4}, {0}_fields, {5}}};\n}}  // namespace rows\n"
        "ABI_CONFORMS(::{6}::{0}, ::{6}::rows::{0});\n#endif\n",
        type, rows, record.name, *record.size_bytes, *record.align_bytes, record.fields.size(), space);
}

}  // namespace

std::string gen_cpp(const GenRequest& request) {
    const Layout& spec = request.spec;
    const std::string space = accept(as_identifier(request.name));
    const CWords words{.is_cpp = true,
                       .integers = "std::",
                       .space = space,
                       .static_assertion = "static_assert",
                       .align_of = "alignof",
                       .accept = accept};
    // Types, constants and the namespace of rows are in one scope.
    Names names(accept);
    names.reserve("rows");
    for (const auto& record : spec.records) names.of(record.name);
    Names numbers(accept);
    numbers.reserve("rows");
    for (const auto& one : spec.enums) numbers.reserve(names.of(one.name));
    for (const auto& record : spec.records) numbers.reserve(names.of(record.name));
    CRecords records(spec, words, names);

    std::string text;
    for (const auto& line : heading(request, "cpp")) text += comment("//", line);
    text +=
        "#pragma once\n\n#include <cstddef>\n#include <cstdint>\n\n"
        "// With abi-check's header and Boost.PFR at hand, and no ABI_CHECK_NO_CONFORMS, each byte is asked for its "
        "field.\n"
        "#if !defined ABI_CHECK_NO_CONFORMS && __has_include(<abi/conforms.hpp>) && "
        "__has_include(<boost/pfr/core.hpp>)\n"
        "#include <abi/conforms.hpp>\n#ifndef ABI_CHECK_CONFORMS\n#define ABI_CHECK_CONFORMS\n#endif\n#endif\n\n";
    text += float_lines(spec);
    text += fmt::format("namespace {} {{\n\n", space);
    for (const auto& one : spec.enums) text += write_enum(one, records, names);
    for (const auto& constant : spec.constants) text += write_constant(spec, constant, records, numbers);
    if (!spec.constants.empty()) text += "\n";
    for (const auto* record : in_order(spec)) {
        const std::string condition = records.condition(*record);
        std::string written = records.write(*record);
        if (has_row(spec, *record)) written += conforms(*record, names.of(record->name), space);
        text += condition.empty() ? written + "\n" : fmt::format("#if {}\n{}#endif\n\n", condition, written);
    }
    text += fmt::format("}}  // namespace {}\n", space);
    const std::string note = c_note(request);
    return note.empty() ? text : text + "\n" + note;
}

}  // namespace abi
