#include "gen/c_family.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/machine.h"

namespace abi::gen {
namespace {

bool has_type(const Record& record, Kind kind, std::uint64_t width_bits) {
    return std::ranges::any_of(record.fields,
                               [&](const Field& f) { return f.type.kind == kind && f.type.width_bits == width_bits; });
}

bool is_int128(const Layout& spec, const Type& type) {
    if (type.kind == Kind::enumeration) {
        const Enum* one = find_enum(spec, type.name);
        return one != nullptr && one->type.width_bits == 128;
    }
    return type.width_bits == 128 && (type.kind == Kind::unsigned_integer || type.kind == Kind::signed_integer);
}

std::string extents_of(const Type& type) {
    std::string text;
    for (const auto extent : type.extents) text += fmt::format("[{}]", extent);
    return text;
}

}  // namespace

bool is_word_of_stdint(std::string_view name) {
    const bool is_macro = name.starts_with("INT") || name.starts_with("UINT");
    if (!is_macro && !name.starts_with("int") && !name.starts_with("uint")) return false;
    name.remove_prefix(name.find_first_of("tT") + 1);
    for (const std::string_view range : {"_least", "_fast", "_LEAST", "_FAST"}) {
        if (name.starts_with(range)) name.remove_prefix(range.size());
    }
    const auto is_width = [&](std::string_view width) { return name.starts_with(width); };
    const auto widths = std::to_array<std::string_view>({"8", "16", "32", "64", "ptr", "max", "PTR", "MAX"});
    const auto* const width = std::ranges::find_if(widths, is_width);
    if (width == widths.end()) return false;
    name.remove_prefix(width->size());
    return is_macro ? name == "_MIN" || name == "_MAX" || name == "_C" : name == "_t";
}

std::string float_lines(const Layout& spec) {
    std::string text;
    const auto has = [&](std::uint64_t width) {
        return std::ranges::any_of(spec.records, [&](const Record& r) { return has_type(r, Kind::floating, width); });
    };
    const auto bytes = [](unsigned size) {
        return fmt::format(
            "typedef struct __attribute__((__aligned__({0}))) {{\n    unsigned char abi_bytes[{0}];\n}} abi_f{1};\n",
            size, size * 8);
    };
    if (has(16)) {
        text += "#ifdef __FLT16_MANT_DIG__\n__extension__ typedef _Float16 abi_f16;\n#else\n" + bytes(2) + "#endif\n";
    }
    if (has(128)) {
        text +=
            "#if __LDBL_MANT_DIG__ == 113\ntypedef long double abi_f128;\n#elif defined __SIZEOF_FLOAT128__\n"
            "__extension__ typedef __float128 abi_f128;\n#else\n" +
            bytes(16) + "#endif\n";
    }
    return text.empty() ? "" : text + "\n";
}

std::string CRecords::type_word(const Type& type) {
    const std::string sign = type.kind == Kind::signed_integer ? "" : "u";
    switch (type.kind) {
    case Kind::unsigned_integer:
    case Kind::signed_integer:
        if (type.host_sized) return words_.is_cpp ? "std::size_t" : "size_t";
        if (type.width_bits == 128) return sign.empty() ? "__int128" : "unsigned __int128";
        return fmt::format("{}{}int{}_t", words_.integers, sign, type.width_bits);
    case Kind::floating:
        if (type.width_bits == 32) return "float";
        return type.width_bits == 64 ? "double" : fmt::format("abi_f{}", type.width_bits);
    case Kind::boolean: return "bool";
    case Kind::pointer: return "void *";
    case Kind::enumeration:
    case Kind::record: {
        const std::string& name = types_.of(type.name);
        return hidden_.contains(name) ? "::" + words_.space + "::" + name : name;
    }
    case Kind::byte:
    case Kind::unknown: break;
    }
    return words_.integers + "uint8_t";
}

std::string CRecords::value_word(const Integer& value, const Type& type) const {
    if (type.kind == Kind::boolean) return value.low != 0 ? "true" : "false";
    const bool is_signed = type.kind == Kind::signed_integer;
    if (type.width_bits == 128) {
        const Bits bits = bits_of(value);
        return fmt::format("(__extension__({}__int128)((unsigned __int128){:#x}ULL << 64 | {:#x}ULL))",
                           is_signed ? "" : "unsigned ", bits.high, bits.low);
    }
    const std::string macro = fmt::format("{}INT{}_C", is_signed ? "" : "U", type.width_bits);
    if (!value.negative) return fmt::format("{}({})", macro, magnitude(value));
    // The most negative number has no positive counterpart to put a minus before.
    const Integer above{.low = value.low - 1};
    return fmt::format("(-{}({}) - 1)", macro, magnitude(above));
}

std::string CRecords::condition(const Record& record) const {
    std::vector<std::string> parts;
    std::string any;
    for (const auto& target : record.targets) {
        const Machine* machine = machine_of(target);
        const std::string one =
            machine != nullptr ? std::string(machine->c) : "defined ABI_TARGET_" + as_identifier(target);
        if (any.find(one) == std::string::npos) any += (any.empty() ? "" : " || ") + one;
    }
    if (!any.empty()) parts.push_back(any.find(" || ") == std::string::npos ? any : "(" + any + ")");
    for (const unsigned bytes : {4U, 8U}) {
        if (any_within(spec_, record, [&](const Record& r) { return r.pointer_bytes == bytes; })) {
            parts.push_back(fmt::format("__SIZEOF_POINTER__ == {}", bytes));
        }
    }
    const bool wide = any_within(spec_, record, [&](const Record& r) {
        return std::ranges::any_of(r.fields, [&](const Field& f) { return is_int128(spec_, f.type); });
    });
    if (wide) parts.emplace_back("defined __SIZEOF_INT128__");
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : " && ") + part;
    return text;
}

std::string CRecords::assertion(const std::string& left, std::uint64_t right, const std::string& sentence) const {
    return fmt::format("{}({} == {}, \"{}\");\n", words_.static_assertion, left, right, sentence);
}

std::string CRecords::name_of(const Field& field, Names& names) {
    std::string name = names.of(field.name);
    field_names_.push_back(name);
    return name;
}

/// "std::uint32_t name[2][3]", "T name : 5", without a semicolon.
std::string CRecords::declare(const Field& field, const std::string& name) {
    const bool is_extension =
        is_int128(spec_, field.type) || (field.type.flexible_tail && (words_.is_cpp || field.overlaps));
    std::string word = type_word(element_of(field.type));
    if (!word.ends_with('*')) word += " ";
    std::string text = (is_extension ? "__extension__ " : "") + word + name;
    if (field.type.flexible_tail) text += field.overlaps ? "[0]" : "[]";
    text += extents_of(field.type);
    return field.bit_width ? fmt::format("{} : {}", text, *field.bit_width) : text;
}

void CRecords::assert_field(const Record& record, const Field& field, const std::string& name, Body& body) {
    const std::string type = types_.of(record.name);
    const std::string subject = record.name + "." + field.name;
    body.assertions += assertion(fmt::format("offsetof({}, {})", type, name), field.offset_bits / 8,
                                 fmt::format("{} begins at byte {}", subject, field.offset_bits / 8));
    const std::string member = words_.is_cpp ? type + "::" + name : fmt::format("(({} *)0)->{}", type, name);
    const std::uint64_t bits = field.type.flexible_tail ? size_bits([&] {
        Type element = field.type;
        element.flexible_tail = false;
        return element;
    }())
                                                        : size_bits(field);
    body.assertions += assertion(
        fmt::format("sizeof({}{})", member, field.type.flexible_tail ? "[0]" : ""), bits / 8,
        fmt::format("{} has {} bytes{}", subject, bits / 8, field.type.flexible_tail ? " in each element" : ""));
}

void CRecords::add_field(const Record& record, const Field& field, Names& names, const std::string& indent,
                         Body& body) {
    const std::string name = name_of(field, names);
    body.members += comment(indent + "///", field.doc) + comment(indent + "//", renamed(field.name, name));
    body.members += fmt::format("{}{};", indent, declare(field, name));
    if (field.role == Role::padding) body.members += "  // padding: zero";
    if (field.role == Role::reserved) body.members += "  // reserved: zero";
    body.members += "\n";
    if (!field.bit_width) assert_field(record, field, name, body);
}

/// Compilers of the System V ABIs put a bit-field at the next bit, unless that would leave a unit of its type, and in
/// packed records even then. In a spec each bit has a field and each bit-field a unit, so they have no choice.
void CRecords::add_bits(const Record& record, const Piece& piece, Names& names, Body& body) {
    body.members +=
        "    // No assertion can ask where a bit-field lies; those of its neighbours leave it no other place.\n";
    for (const auto* field : piece.fields) add_field(record, *field, names, "    ", body);
}

/// Members that share bytes: each one alone where the union begins, or behind bytes that it skips.
void CRecords::add_shared(const Record& record, const Piece& piece, Names& names, const std::string& indent,
                          Body& body) {
    for (const auto* field : piece.fields) {
        const std::uint64_t unit = field->type.width_bits;
        const bool in_unit = field->bit_width && unit != 0 && !record.packed &&
                             field->offset_bits / unit == (field->offset_bits + *field->bit_width - 1) / unit;
        const std::uint64_t begin = in_unit ? field->offset_bits / unit * unit : field->offset_bits / 8 * 8;
        const std::uint64_t lead = field->offset_bits - begin;
        const std::uint64_t skipped = begin < piece.begin_bits ? 0 : (begin - piece.begin_bits) / 8;
        if (skipped == 0 && lead == 0 && !field->type.flexible_tail) {
            add_field(record, *field, names, indent, body);
            continue;
        }
        const std::uint64_t align = alignment_of(spec_, field->type) * 8;
        const bool is_loose = record.packed || begin % align != 0 || piece.begin_bits % align != 0;
        body.members += indent + "__extension__ struct " + (is_loose ? "__attribute__((__packed__)) " : "") + "{\n";
        const std::string inner = indent + "    ";
        if (skipped != 0) {
            const std::string name = names.free("_pad_before_" + as_identifier(field->name));
            body.members += fmt::format("{}{}uint8_t {}[{}];\n", inner, words_.integers, name, skipped);
        }
        if (lead != 0) body.members += fmt::format("{}{} : {};\n", inner, type_word(element_of(field->type)), lead);
        add_field(record, *field, names, inner, body);
        body.members += indent + "};\n";
    }
}

void CRecords::add_piece(const Record& record, const Piece& piece, Names& names, Body& body) {
    switch (piece.what) {
    case Piece::What::field:
    case Piece::What::tail: return add_field(record, *piece.fields.front(), names, "    ", body);
    case Piece::What::bits: return add_bits(record, piece, names, body);
    case Piece::What::shared: break;
    }
    if (record.kind == RecordKind::union_) return add_shared(record, piece, names, "    ", body);
    body.members +=
        std::string("    __extension__ union ") + (record.packed ? "__attribute__((__packed__)) " : "") + "{\n";
    add_shared(record, piece, names, "        ", body);
    body.members += "    };\n";
}

/// Warnings that are right, and about what the spec asks for.
std::vector<std::string> CRecords::expected_warnings(const Record& record) const {
    std::vector<std::string> warnings;
    // ISO C++ has no flexible array members, and nobody's C has one in a union.
    const auto is_odd_tail = [&](const Field& f) { return f.type.flexible_tail && (words_.is_cpp || f.overlaps); };
    if (std::ranges::any_of(record.fields, is_odd_tail)) warnings.emplace_back("-Wpedantic");
    const bool is_moved = record.packed && std::ranges::any_of(record.fields, [&](const Field& field) {
                              const std::uint64_t align = alignment_of(spec_, field.type);
                              return field.type.kind == Kind::record &&
                                     (align > *record.align_bytes || field.offset_bits % (align * 8) != 0);
                          });
    if (is_moved) warnings.emplace_back("-Wpacked-not-aligned");
    return warnings;
}

std::string CRecords::write(const Record& record) {
    const auto warnings = expected_warnings(record);
    if (warnings.empty()) return declare_and_assert(record);
    std::string text = "#pragma GCC diagnostic push\n";
    for (const auto& warning : warnings) {
        const bool is_of_gcc = warning == "-Wpacked-not-aligned";
        if (is_of_gcc) text += "#ifndef __clang__\n";
        text += "#pragma GCC diagnostic ignored \"" + warning + "\"\n";
        if (is_of_gcc) text += "#endif\n";
    }
    return text + declare_and_assert(record) + "#pragma GCC diagnostic pop\n";
}

std::string CRecords::declare_and_assert(const Record& record) {
    const std::string type = types_.of(record.name);
    Names names(words_.accept);
    hidden_.clear();
    for (const auto& field : record.fields) {
        const std::string& name = names.of(field.name);
        if (words_.is_cpp) hidden_.insert(name);
    }
    Body body;
    for (const auto& piece : pieces_of(spec_, record)) add_piece(record, piece, names, body);

    const std::uint64_t align = record.align_bytes.value_or(1);
    const bool says_align = align > least_alignment_of(spec_, record);
    std::string attributes;
    if (words_.is_cpp) {
        if (record.packed) attributes += "[[gnu::packed]] ";
        if (says_align) attributes += fmt::format("alignas({}) ", align);
    } else if (record.packed || says_align) {
        const std::string aligned = says_align ? fmt::format("__aligned__({})", align) : "";
        attributes = "__attribute__((" + std::string(record.packed ? "__packed__" : "") +
                     (record.packed && says_align ? ", " : "") + aligned + ")) ";
    }
    const std::string keyword = record.kind == RecordKind::union_ ? "union " : "struct ";
    std::string text = comment("///", record.doc) + comment("//", renamed(record.name, type));
    if (record.grows_at_end) text += "// Grows at its end: newer writers may append fields.\n";
    text += words_.is_cpp ? fmt::format("{}{}{} {{\n{}}};\n", keyword, attributes, type, body.members)
                          : fmt::format("typedef {}{}{} {{\n{}}} {};\n", keyword, attributes, type, body.members, type);
    text += assertion("sizeof(" + type + ")", record.size_bytes.value_or(0),
                      fmt::format("{} has {} bytes", record.name, record.size_bytes.value_or(0)));
    text += assertion(words_.align_of + "(" + type + ")", align,
                      fmt::format("{} is aligned to {} bytes", record.name, align));
    text += body.assertions;
    hidden_.clear();
    return text;
}

}  // namespace abi::gen
