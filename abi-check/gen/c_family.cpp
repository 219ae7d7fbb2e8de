#include "gen/c_family.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace abi::gen {
namespace {

bool is_cpp(const Source& source) {
    return source.dialect.name == "cpp";
}

bool is_int128(const Source& source, const Type& type) {
    const Enum* one = enum_of(source, type);
    const Type& carrier = one != nullptr ? one->type : type;
    return carrier.width_bits == 128 &&
           (carrier.kind == Kind::unsigned_integer || carrier.kind == Kind::signed_integer);
}

/// A type or macro of <stdint.h>: "uint32_t", "INT64_MAX", "UINT8_C".
bool is_word_of_stdint(std::string_view name) {
    const bool is_macro = name.starts_with("INT") || name.starts_with("UINT");
    if (!is_macro && !name.starts_with("int") && !name.starts_with("uint")) return false;
    name.remove_prefix(name.find_first_of("tT") + 1);
    for (const std::string_view range : {"_least", "_fast", "_LEAST", "_FAST"}) {
        if (name.starts_with(range)) name.remove_prefix(range.size());
    }
    for (const std::string_view width : {"8", "16", "32", "64", "ptr", "max", "PTR", "MAX"}) {
        if (!name.starts_with(width)) continue;
        name.remove_prefix(width.size());
        return is_macro ? name == "_MIN" || name == "_MAX" || name == "_C" : name == "_t";
    }
    return false;
}

bool has_int128(const Body& body) {
    return any_within(body.source.spec, body.record, [&](const Record& r) {
        return std::ranges::any_of(r.fields, [&](const Field& f) { return is_int128(body.source, f.type); });
    });
}

std::string assertion(const Source& source, const std::string& left, std::uint64_t right, const std::string& sentence) {
    return fmt::format("{}({} == {}, \"{}\");\n", is_cpp(source) ? "static_assert" : "_Static_assert", left, right,
                       sentence);
}

/// The type of one element inside the record. In C++ a field hides a type of the same name, which then is qualified.
std::string element_in(Body& body, const Type& type) {
    std::string word = c_element(body.source, type);
    const bool is_named = type.kind == Kind::enumeration || type.kind == Kind::record;
    const auto hides = [&](const Field& field) { return body.names.of(field.name) == word; };
    if (!is_cpp(body.source) || !is_named || std::ranges::none_of(body.record.fields, hides)) return word;
    return "::" + namespace_of(body.source) + "::" + word;
}

/// Is the field a flexible array member that ISO C++ (any) or ISO C (in a union) does not allow?
bool is_odd_tail(const Source& source, const Field& field) {
    return field.type.flexible_tail && (is_cpp(source) || field.overlaps);
}

/// "u32be" for a number that has a byte order of its own, else "".
std::string type_with_order(const Field& field) {
    const bool is_integer = field.type.kind == Kind::unsigned_integer || field.type.kind == Kind::signed_integer;
    const std::uint64_t width = field.type.width_bits;
    const bool has_name = width == 32 || width == 64 || (is_integer && width == 16);
    const bool is_number = is_integer || field.type.kind == Kind::floating;
    if (!field.byte_order || *field.byte_order == ByteOrder::native || !is_number || !has_name) return "";
    const char kind = !is_integer ? 'f' : field.type.kind == Kind::signed_integer ? 'i' : 'u';
    return fmt::format("{}{}{}", kind, width, *field.byte_order == ByteOrder::big ? "be" : "le");
}

/// "std::uint32_t name[2][3]", "T name : 5", without a semicolon.
std::string declaration(Body& body, const Field& field, const std::string& name) {
    const bool is_extension = is_int128(body.source, field.type) || is_odd_tail(body.source, field);
    const std::string ordered = type_with_order(field);
    std::string word = ordered.empty() ? element_in(body, field.type) : ordered;
    if (!word.ends_with('*')) word += " ";
    std::string text = (is_extension ? "__extension__ " : "") + word + name;
    if (field.type.flexible_tail) text += field.overlaps ? "[0]" : "[]";
    for (const auto extent : field.type.extents) text += fmt::format("[{}]", extent);
    return field.bit_width ? fmt::format("{} : {}", text, *field.bit_width) : text;
}

std::string attribute_packed(const Record& record) {
    return record.packed ? "__attribute__((__packed__)) " : "";
}

/// Members that share bytes: each one alone at the beginning of the union, or in a struct behind the bytes that it
/// skips.
void add_overlapping(Body& body, const Field& field, std::uint64_t union_begin_bits) {
    const std::uint64_t unit = field.type.width_bits;
    const bool in_unit = field.bit_width && unit != 0 && !body.record.packed &&
                         field.offset_bits / unit == (field.offset_bits + *field.bit_width - 1) / unit;
    const std::uint64_t begin = in_unit ? field.offset_bits / unit * unit : field.offset_bits / 8 * 8;
    const std::uint64_t lead = field.offset_bits - begin;
    const std::uint64_t skipped = begin < union_begin_bits ? 0 : (begin - union_begin_bits) / 8;
    if (skipped == 0 && lead == 0 && !field.type.flexible_tail) return add_field(body, field);
    const std::uint64_t align = alignment_of(body.source.spec, field.type) * 8;
    const bool is_loose = body.record.packed || begin % align != 0 || union_begin_bits % align != 0;
    const std::string outer = body.indent;
    body.members += outer + "__extension__ struct " + (is_loose ? "__attribute__((__packed__)) " : "") + "{\n";
    body.indent += "    ";
    if (skipped != 0) {
        const std::string name = body.names.free(fmt::format("_pad_{}", union_begin_bits / 8));
        body.members +=
            fmt::format("{}{} {}[{}];\n", body.indent, c_element(body.source, {.kind = Kind::byte}), name, skipped);
    }
    if (lead != 0) body.members += fmt::format("{}{} : {};\n", body.indent, element_in(body, field.type), lead);
    add_field(body, field);
    body.indent = outer;
    body.members += outer + "};\n";
}

/// Pragmas against warnings about what the spec demands.
std::string ignored_warnings(const Body& body) {
    const Record& record = body.record;
    const auto is_moved = [&](const Field& field) {
        const std::uint64_t align = alignment_of(body.source.spec, field.type);
        return field.type.kind == Kind::record && (align > body.align_bytes || field.offset_bits % (align * 8) != 0);
    };
    std::string text;
    if (std::ranges::any_of(record.fields, [&](const Field& f) { return is_odd_tail(body.source, f); })) {
        text += "#pragma GCC diagnostic ignored \"-Wpedantic\"\n";
    }
    if (record.packed && std::ranges::any_of(record.fields, is_moved)) {
        text += "#ifndef __clang__\n#pragma GCC diagnostic ignored \"-Wpacked-not-aligned\"\n#endif\n";
    }
    return text;
}

std::string attributes(const Body& body) {
    const bool is_packed = body.record.packed;
    if (is_cpp(body.source)) {
        return (is_packed ? "[[gnu::packed]] " : "") +
               (body.states_alignment ? fmt::format("alignas({}) ", body.align_bytes) : "");
    }
    if (!body.states_alignment) return attribute_packed(body.record);
    return fmt::format("__attribute__(({}__aligned__({}))) ", is_packed ? "__packed__, " : "", body.align_bytes);
}

std::string declare_and_assert(const Body& body) {
    const Source& source = body.source;
    const std::string& name = body.record.name;
    std::string text = record_comments(body);
    text += fmt::format("{}{} {}{} {{\n{}}}{};\n", is_cpp(source) ? "" : "typedef ",
                        body.record.kind == RecordKind::union_ ? "union" : "struct", attributes(body), body.type,
                        body.members, is_cpp(source) ? "" : " " + body.type);
    text += assertion(source, "sizeof(" + body.type + ")", body.size_bytes,
                      fmt::format("{} has {} bytes", name, body.size_bytes));
    text += assertion(source, (is_cpp(source) ? "alignof(" : "_Alignof(") + body.type + ")", body.align_bytes,
                      fmt::format("{} is aligned to {} bytes", name, body.align_bytes));
    return text + body.assertions;
}

}  // namespace

std::string accept_c(std::string_view keywords, const std::string& name) {
    return is_word_of(keywords, name) || is_word_of_stdint(name) ? name + "_" : name;
}

std::string namespace_of(const Source& source) {
    return source.dialect.accept(as_identifier(source.request.name));
}

std::string if_wide(const Source& source, const Type& type, const std::string& text, std::string_view mark) {
    return is_int128(source, type) ? fmt::format("#ifdef __SIZEOF_INT128__\n{}{}#endif\n", mark, text) : text;
}

std::string float_lines(const Layout& spec) {
    std::string text;
    const auto has = [&](std::uint64_t width) {
        const auto is_one = [&](const Field& f) { return f.type.kind == Kind::floating && f.type.width_bits == width; };
        return std::ranges::any_of(spec.records,
                                   [&](const Record& r) { return std::ranges::any_of(r.fields, is_one); });
    };
    const auto bytes = [](unsigned size) {
        return fmt::format(
            "typedef struct __attribute__((__aligned__({0}))) {{\n    unsigned char abi_bytes[{0}];\n}} abi_f{1};\n",
            size, size * 8);
    };
    if (has(16)) {
        // GCC 12 defines the macro also for machines on which its C++ does not know the type.
        text +=
            "#if defined __FLT16_MANT_DIG__ && (!defined __cplusplus || defined __clang__ || __GNUC__ >= 13 || defined "
            "__SSE2__)\n__extension__ typedef _Float16 abi_f16;\n#else\n" +
            bytes(2) + "#endif\n";
    }
    if (has(128)) {
        text +=
            "#if __LDBL_MANT_DIG__ == 113\ntypedef long double abi_f128;\n#elif defined __SIZEOF_FLOAT128__\n"
            "__extension__ typedef __float128 abi_f128;\n#else\n" +
            bytes(16) + "#endif\n";
    }
    return text.empty() ? "" : text + "\n";
}

std::string c_element(Source& source, const Type& type) {
    const std::string space = is_cpp(source) ? "std::" : "";
    const std::string sign = type.kind == Kind::signed_integer ? "" : "u";
    switch (type.kind) {
    case Kind::unsigned_integer:
    case Kind::signed_integer:
        if (type.host_sized) return space + (sign.empty() ? "ptrdiff_t" : "size_t");
        if (type.width_bits == 128) return sign.empty() ? "__int128" : "unsigned __int128";
        return fmt::format("{}{}int{}_t", space, sign, type.width_bits);
    case Kind::floating:
        if (type.width_bits == 32) return "float";
        return type.width_bits == 64 ? "double" : fmt::format("abi_f{}", type.width_bits);
    case Kind::boolean: return "bool";
    case Kind::pointer: return "void *";
    case Kind::enumeration:
    case Kind::record: return source.types.of(type.name);
    case Kind::byte:
    case Kind::unknown: break;
    }
    return space + "uint8_t";
}

std::string order_lines(Source& source) {
    std::map<std::string, std::string> types;
    for (const auto& record : source.spec.records) {
        for (const auto& field : record.fields) {
            const std::string name = type_with_order(field);
            if (!name.empty()) types.emplace(name, c_element(source, element_of(field.type)));
        }
    }
    if (types.empty()) return "";
    std::string text = "// Numbers of a stated byte order: the name tells readers, and abi-check, to swap the bytes.\n";
    for (const auto& [name, type] : types) text += fmt::format("typedef {} {};\n", type, name);
    return text + "\n";
}

std::string c_number(const Integer& value, const Type& type, ByteOrder order) {
    if (type.kind == Kind::boolean) return plain_number(value, type, order);
    const bool is_signed = type.kind == Kind::signed_integer;
    if (type.width_bits == 128) {
        const Bits bits = bits_of(value);
        return fmt::format("(__extension__({}__int128)((unsigned __int128){:#x}ULL << 64 | {:#x}ULL))",
                           is_signed ? "" : "unsigned ", bits.high, bits.low);
    }
    const std::string macro = fmt::format("{}INT{}_C", is_signed ? "" : "U", type.width_bits);
    if (!value.negative) return fmt::format("{}({})", macro, to_string(value));
    // INT64_MIN has no positive counterpart, so -x is written as -(x - 1) - 1.
    return fmt::format("(-{}({}) - 1)", macro, to_string(Integer{.low = value.low - 1}));
}

void write_c_member(Body& body, const Member& member) {
    const Field& field = *member.field;
    body.members += fmt::format("{}{};{}\n", body.indent, declaration(body, field, member.name), member.remark);
    if (field.bit_width) return;
    const std::string subject = body.record.name + "." + field.name;
    const std::string whole =
        is_cpp(body.source) ? body.type + "::" + member.name : fmt::format("(({} *)0)->{}", body.type, member.name);
    const bool is_tail = field.type.flexible_tail;
    Type element = field.type;
    element.flexible_tail = false;
    const std::uint64_t bytes = size_bits(element) / 8;
    body.assertions +=
        assertion(body.source, fmt::format("offsetof({}, {})", body.type, member.name), member.offset_bits / 8,
                  fmt::format("{} begins at byte {}", subject, member.offset_bits / 8));
    body.assertions += assertion(body.source, fmt::format("sizeof({}{})", whole, is_tail ? "[0]" : ""), bytes,
                                 fmt::format("{} has {} bytes{}", subject, bytes, is_tail ? " in each element" : ""));
}

/// The System V ABIs place a bit-field at the next bit, unless it would cross a unit of its type, and in packed records
/// even then. A spec names every bit and the type of every bit-field, so compilers have no choice.
void write_c_bits(Body& body, const Piece& bits) {
    body.members +=
        "    // The offset of a bit-field cannot be asserted. The assertions about its neighbours leave it no other "
        "place.\n";
    for (const auto* field : bits.fields) add_field(body, *field);
}

void write_c_union(Body& body, const Piece& all) {
    for (const auto* field : all.fields) add_overlapping(body, *field, all.begin_bits);
}

void write_c_shared(Body& body, const Piece& shared) {
    body.members += "    __extension__ union " + attribute_packed(body.record) + "{\n";
    body.indent = "        ";
    write_c_union(body, shared);
    body.indent = "    ";
    body.members += "    };\n";
}

std::string write_c_record(Body& body, const std::string& more) {
    const std::string ignored = ignored_warnings(body);
    std::string text = declare_and_assert(body);
    if (!ignored.empty()) {
        text = "#pragma GCC diagnostic push\n" + ignored + text + "#pragma GCC diagnostic pop\n";
    }
    std::string here = body.condition;
    if (has_int128(body)) here += (here.empty() ? "" : " && ") + std::string("defined __SIZEOF_INT128__");
    return (here.empty() ? text + more : fmt::format("#if {}\n{}{}#endif\n", here, text, more)) + "\n";
}

}  // namespace abi::gen
