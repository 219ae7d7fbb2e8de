// C++20. If <abi/conforms.hpp> is found, it checks each byte of the records that it can look at.
#include <fmt/format.h>

#include <algorithm>

#include "gen/c_family.h"
#include "gen/note.h"

namespace abi {
namespace {

using namespace gen;

constexpr std::string_view keywords =
    "alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t char8_t class "
    "co_await co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype "
    "default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline "
    "int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register "
    "reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template "
    "this thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t "
    "while xor xor_eq std unix linux offsetof NULL abi";

std::string write_enum(Source& source, const Enum& one) {
    const std::string above = comments(source, one.doc, one.name, source.types.of(one.name));
    return above + if_wide(source, one.type, write_enumeration(source, one).substr(above.size())) + "\n";
}

std::string write_number(Source& source, const Constant& constant, const std::string& name, const std::string& number) {
    const std::string above = comments(source, constant.doc, constant.name, name);
    const std::string whole = write_constant(source, constant, name, number);
    return above + if_wide(source, constant.type, whole.substr(above.size()));
}

/// Can conforms.hpp look at the record? It does so at compile time: it sets each byte of an aggregate.
bool has_row(const Layout& spec, const Record& record) {
    constexpr std::uint64_t most_bytes = 256;  // each byte costs the compiler a walk over all fields
    constexpr std::size_t most_fields = 64;
    if (record.size_bytes.value_or(0) > most_bytes || record.fields.size() > most_fields) return false;
    return !any_within(spec, record, [](const Record& r) {
        const auto is_opaque = [](const Field& f) {
            const bool is_odd_float =
                f.type.kind == Kind::floating && f.type.width_bits != 32 && f.type.width_bits != 64;
            return f.bit_width || f.overlaps || f.type.flexible_tail || is_odd_float || f.type.kind == Kind::pointer;
        };
        return r.kind == RecordKind::union_ || r.packed || r.fields.empty() || std::ranges::any_of(r.fields, is_opaque);
    });
}

std::string write_record(Body& body) {
    if (!has_row(body.source.spec, body.record)) return write_c_record(body, "");
    return write_c_record(
        body, fmt::format("#ifdef ABI_CHECK_CONFORMS\nnamespace rows {{\n{0}}}  // namespace rows\n"
                          "ABI_CONFORMS(::{2}::{1}, ::{2}::rows::{1});\n#endif\n",
                          rows_of(body.record, body.type, "::abi::"), body.type, namespace_of(body.source)));
}

constexpr std::string_view own_words =
    "rows u16be u32be u64be i16be i32be i64be f32be f64be u16le u32le u64le i16le i32le i64le f32le f64le";

std::string opening(Source& source) {
    return "#pragma once\n\n#include <cstddef>\n#include <cstdint>\n\n"
           "// If <abi/conforms.hpp> and Boost.PFR are found, each byte is checked. ABI_CHECK_NO_CONFORMS turns that "
           "off.\n"
           "#if !defined ABI_CHECK_NO_CONFORMS && __has_include(<abi/conforms.hpp>) && "
           "__has_include(<boost/pfr/core.hpp>)\n"
           "#include <abi/conforms.hpp>\n#ifndef ABI_CHECK_CONFORMS\n#define ABI_CHECK_CONFORMS\n#endif\n#endif\n\n" +
           float_lines(source.spec) + "namespace " + namespace_of(source) + " {\n\n" + order_lines(source);
}

void finish(Source& source, std::string& text) {
    const std::string note = c_note(source.request);
    text += "}  // namespace " + namespace_of(source) + "\n" + (note.empty() ? "" : "\n") + note;
}

constexpr GenDialect cpp{
    .name = "cpp",
    .end_remark = "  //",
    .growth = "//",
    .own_words = own_words,
    .enum_patterns = {.begin = "enum class {0} : {1} {{\n", .value = "    {0} = {2},\n", .end = "};\n"},
    .constant_pattern = "inline constexpr {1} {0}{{{2}}};\n",
    .questions = c_questions,
    .accept = [](const std::string& name) { return accept_c(keywords, name); },
    .element = c_element,
    .number = c_number,
    .enumeration = write_enum,
    .constant = write_number,
    .member = write_c_member,
    .bits = write_c_bits,
    .shared = write_c_shared,
    .members_of_union = write_c_union,
    .record = write_record,
    .opening = opening,
    .finish = finish};

}  // namespace

std::string gen_cpp(const GenRequest& request) {
    return write_declarations(request, cpp);
}

}  // namespace abi
