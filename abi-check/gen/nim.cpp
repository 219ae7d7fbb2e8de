// Nim 1.6: objects passed by copy. 128-bit numbers are arrays of two, bit-fields are integers with comments.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/gen.h"
#include "gen/machine.h"
#include "gen/note.h"
#include "gen/pieces.h"
#include "gen/words.h"

namespace abi {
namespace {

using namespace gen;

constexpr auto keywords = std::to_array<std::string_view>(
    {"addr",    "and",    "as",       "asm",       "bind",    "block",     "break",    "case",     "cast",
     "concept", "const",  "continue", "converter", "defer",   "discard",   "distinct", "div",      "do",
     "elif",    "else",   "end",      "enum",      "except",  "export",    "finally",  "for",      "from",
     "func",    "if",     "import",   "in",        "include", "interface", "is",       "isnot",    "iterator",
     "let",     "macro",  "method",   "mixin",     "mod",     "nil",       "not",      "notin",    "object",
     "of",      "or",     "out",      "proc",      "ptr",     "raise",     "ref",      "return",   "shl",
     "shr",     "static", "template", "try",       "tuple",   "type",      "using",    "var",      "when",
     "while",   "xor",    "yield",    "array",     "bool",    "pointer",   "sizeof",   "offsetof", "alignof"});

/// Words of the generated text that are no keywords: a type or constant of that name would hide them.
constexpr auto own_words = std::to_array<std::string_view>(
    {"int8",   "int16",   "int32",   "int64",    "uint8",    "uint16",  "uint32",  "uint64", "int",
     "uint",   "float32", "float64", "bool",     "true",     "false",   "pointer", "array",  "UncheckedArray",
     "sizeof", "alignof", "typeof",  "offsetof", "doAssert", "hostCPU", "defined"});

/// What Nim compares names by: the first character as it is, the rest without case and underscores.
std::string key(const std::string& name) {
    std::string made;
    for (const char c : name) {
        if (c == '_' || c == '`') continue;
        made += made.empty() || c < 'A' || c > 'Z' ? c : static_cast<char>(c - 'A' + 'a');
    }
    return made;
}

/// No underscore at either end, nor two in a row; a keyword in quotes.
std::string accept(const std::string& name) {
    std::string made;
    for (const char c : name) {
        if (c != '_' || (!made.empty() && made.back() != '_')) made += c;
    }
    while (made.ends_with('_')) made.pop_back();
    if (made.empty() || (made[0] >= '0' && made[0] <= '9')) made.insert(0, "f");
    const bool is_keyword =
        std::ranges::any_of(keywords, [&](auto word) { return key(std::string(word)) == key(made); });
    return is_keyword ? "`" + made + "`" : made;
}

std::string element_word(const Type& type, Names& types) {
    switch (type.kind) {
    case Kind::unsigned_integer:
    case Kind::signed_integer:
        if (type.host_sized) return "uint";
        if (type.width_bits == 128) return "array[2, uint64]";
        return fmt::format("{}int{}", type.kind == Kind::signed_integer ? "" : "u", type.width_bits);
    case Kind::floating:
        if (type.width_bits == 16) return "uint16";
        return type.width_bits == 128 ? "array[2, uint64]" : fmt::format("float{}", type.width_bits);
    case Kind::boolean: return "bool";
    case Kind::pointer: return "pointer";
    case Kind::enumeration:
    case Kind::record: return types.of(type.name);
    case Kind::byte:
    case Kind::unknown: break;
    }
    return "uint8";
}

std::string type_word(const Type& type, Names& types) {
    std::string text = element_word(type, types);
    for (auto extent = type.extents.rbegin(); extent != type.extents.rend(); ++extent) {
        text = fmt::format("array[{}, {}]", *extent, text);
    }
    return type.flexible_tail ? fmt::format("UncheckedArray[{}]", text) : text;
}

/// The bits of a number, in a literal of its type.
std::string literal(const Integer& value, const Type& type, ByteOrder order) {
    const Bits bits = bits_of(value);
    if (type.kind == Kind::boolean) return value.low != 0 ? "true" : "false";
    if (type.width_bits == 128) {
        const bool is_little = order == ByteOrder::little;
        return fmt::format("[{:#x}'u64, {:#x}'u64]", is_little ? bits.low : bits.high,
                           is_little ? bits.high : bits.low);
    }
    const std::uint64_t mask = type.width_bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << type.width_bits) - 1;
    std::string number = fmt::format("{:#x}'u{}", bits.low & mask, type.width_bits);
    if (type.kind != Kind::signed_integer) return number;
    return fmt::format("cast[int{}]({})", type.width_bits, number);
}

class NimRecords {
  public:
    NimRecords(const Layout& spec, Names& types) : spec_(spec), types_(types) {}

    std::string write(const Record& record) {
        Names names(accept, key);
        members_.clear();
        type_ = types_.of(record.name);
        const bool says_align = *record.align_bytes > least_alignment_of(spec_, record);
        align_ = says_align ? *record.align_bytes : 0;
        assertions_ = assertion(fmt::format("sizeof({})", type_), *record.size_bytes);
        assertions_ += assertion(fmt::format("alignof({})", type_), *record.align_bytes);
        for (const auto& piece : pieces_of(spec_, record)) add_piece(record, piece, names);

        std::string pragmas = "bycopy";
        if (record.packed) pragmas += ", packed";
        if (record.kind == RecordKind::union_) pragmas += ", union";
        std::string text = comment("#", record.doc) + comment("#", renamed(record.name, type_));
        if (record.grows_at_end) text += "# Grows at its end: newer writers may append fields.\n";
        text += fmt::format("type\n  {}* {{.{}.}} = object\n{}static:\n{}", type_, pragmas, members_, assertions_);
        // What Nim believes is not yet what the C compiler makes of it.
        text += fmt::format(
            "{{.emit: [\"NIM_STATIC_ASSERT(sizeof(\", {0}, \") == {1} && __alignof__(\", {0}, \") == {2}, "
            "\\\"{3}\\\");\\n\"].}}\n",
            type_, *record.size_bytes, *record.align_bytes, record.name);
        const std::string here = condition(record);
        return here.empty() ? text : "when " + here + ":\n" + indented(text);
    }

  private:
    static std::string indented(const std::string& text) {
        std::string made;
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.find('\n', at), text.size() - 1);
            made += "  " + text.substr(at, end + 1 - at);
            at = end + 1;
        }
        return made;
    }

    std::string condition(const Record& record) const {
        std::string any;
        for (const auto& target : record.targets) {
            const Machine* machine = machine_of(target);
            const std::string one = machine != nullptr
                                        ? fmt::format("hostCPU == \"{}\"", machine->nim)
                                        : fmt::format("defined(abiTarget{})", key(as_identifier(target)));
            if (any.find(one) == std::string::npos) any += (any.empty() ? "" : " or ") + one;
        }
        for (const unsigned bytes : {4U, 8U}) {
            const auto asks = [&](const Record& r) { return r.pointer_bytes == bytes; };
            if (!any_within(spec_, record, asks)) continue;
            any = (any.empty() ? "" : "(" + any + ") and ") + fmt::format("sizeof(pointer) == {}", bytes);
        }
        return any;
    }

    static std::string assertion(const std::string& what, std::uint64_t value) {
        return fmt::format("  doAssert {} == {}\n", what, value);
    }

    /// Alignment goes to the field that is at 0; what Nim writes as an array has none of its own.
    void add_member(const std::string& name, const std::string& type, std::uint64_t begin_bits, std::uint64_t bytes,
                    std::uint64_t own_align, const std::string& note) {
        const std::uint64_t align = begin_bits == 0 ? std::max(align_, own_align) : own_align;
        const std::string pragma = align == 0 ? "" : fmt::format(" {{.align: {}.}}", align);
        members_ += fmt::format("    {}*{}: {}{}\n", name, pragma, type, note);
        assertions_ += assertion(fmt::format("offsetof({}, {})", type_, name), begin_bits / 8);
        if (type.starts_with("UncheckedArray")) return;
        assertions_ += assertion(fmt::format("sizeof(typeof((var r: ptr {}; r[].{})))", type_, name), bytes);
    }

    void add_field(const Record& record, const Field& field, Names& names) {
        const std::string name = names.of(field.name);
        members_ += comment("    #", field.doc) + comment("    #", renamed(field.name, name));
        std::string note = field.role == Role::padding    ? " # padding: zero"
                           : field.role == Role::reserved ? " # reserved: zero"
                                                          : "";
        const bool is_array = field.type.kind != Kind::record && field.type.width_bits == 128;
        if (is_array || (field.type.kind == Kind::floating && field.type.width_bits == 16)) {
            note += " # the bits of " + to_string(element_of(field.type));
        }
        add_member(name, type_word(field.type, types_), field.offset_bits, size_bits(field) / 8,
                   is_array && !record.packed ? 16 : 0, note);
    }

    void add_bits(const Record& record, const Piece& bits, Names& names) {
        for (const auto& unit : units_of(bits, record.packed ? 1 : *record.align_bytes)) {
            const std::uint64_t width = unit.end_bits - unit.begin_bits;
            const std::string name = names.free(fmt::format("bits{}", unit.begin_bits / 8));
            const bool is_integer = width == 8 || width == 16 || width == 32 || width == 64;
            const auto lines = is_integer ? bit_lines(unit.fields, unit.begin_bits, width, name, spec_.byte_order)
                                          : place_lines(unit.fields);
            for (const auto& line : lines) members_ += comment("    #", line);
            add_member(name, is_integer ? fmt::format("uint{}", width) : fmt::format("array[{}, uint8]", width / 8),
                       unit.begin_bits, width / 8, 0, "");
        }
    }

    void add_shared(const Record& record, const Piece& piece, Names& names) {
        if (record.kind == RecordKind::union_) return add_union(record, piece, names);
        const std::uint64_t bytes = (piece.end_bits - piece.begin_bits) / 8;
        const std::string name = names.free(fmt::format("bytes{}", piece.begin_bits / 8));
        members_ += "    # Fields that share these bytes of the record:\n";
        for (const auto& line : place_lines(piece.fields)) members_ += comment("    #", line);
        if (bytes == 0) return;
        add_member(name, fmt::format("array[{}, uint8]", bytes), piece.begin_bits, bytes, 0, "");
    }

    void add_union(const Record& record, const Piece& piece, Names& names) {
        bool has_member = false;
        for (const auto* field : piece.fields) {
            if (field->offset_bits == 0 && !field->bit_width && !field->type.flexible_tail) {
                add_field(record, *field, names);
                has_member = true;
            } else {
                for (const auto& line : place_lines({&field, 1})) members_ += comment("    # No member:", line);
            }
        }
        if (has_member) return;
        add_member(names.free("bytes0"), fmt::format("array[{}, uint8]", *record.size_bytes), 0, *record.size_bytes, 0,
                   "");
    }

    void add_piece(const Record& record, const Piece& piece, Names& names) {
        switch (piece.what) {
        case Piece::What::field:
        case Piece::What::tail: return add_field(record, *piece.fields.front(), names);
        case Piece::What::bits: return add_bits(record, piece, names);
        case Piece::What::shared: return add_shared(record, piece, names);
        }
    }

    const Layout& spec_;
    Names& types_;
    std::string type_;
    std::string members_;
    std::string assertions_;
    std::uint64_t align_ = 0;  // that has to be written down; 0: none
};

/// A number with names; Nim's own enumerations have no values but the named ones.
std::string write_enum(const Enum& one, Names& names, ByteOrder order) {
    const std::string name = names.of(one.name);
    std::string text = comment("#", one.doc) + comment("#", renamed(one.name, name));
    text += fmt::format("type\n  {}* = distinct {}\nproc `==`*(a, b: {}): bool {{.borrow.}}\n", name,
                        element_word(one.type, names), name);
    for (const auto& value : one.enumerators) {
        const std::string given = names.of_value(value.name);
        text += comment("#", value.doc) + comment("#", renamed(value.name, given));
        text += fmt::format("const {}* = {}({})\n", given, name, literal(value.value, one.type, order));
    }
    return text + "\n";
}

std::string write_constant(const Layout& spec, const Constant& constant, Names& names) {
    const std::string name = names.of_value(constant.name);
    const Enum* one = constant.type.kind == Kind::enumeration ? find_enum(spec, constant.type.name) : nullptr;
    std::string value = literal(constant.value, one != nullptr ? one->type : constant.type, spec.byte_order);
    if (one != nullptr) value = names.of(one->name) + "(" + value + ")";
    return comment("#", constant.doc) + comment("#", renamed(constant.name, name)) +
           fmt::format("const {}* = {}\n", name, value);
}

}  // namespace

std::string gen_nim(const GenRequest& request) {
    const Layout& spec = request.spec;
    // Types, constants and enumerators are in one scope; types are named first.
    Names names(accept, key);
    for (const auto word : own_words) names.reserve(std::string(word));
    for (const auto& one : spec.enums) names.of(one.name);
    for (const auto& record : spec.records) names.of(record.name);
    NimRecords records(spec, names);
    std::string text;
    for (const auto& line : heading(request, "nim")) text += comment("#", line);
    text += "\n";
    for (const auto& one : spec.enums) text += write_enum(one, names, spec.byte_order);
    for (const auto& constant : spec.constants) text += write_constant(spec, constant, names);
    if (!spec.constants.empty()) text += "\n";
    for (const auto* record : in_order(spec)) text += records.write(*record) + "\n";
    const std::string note = c_note(request);
    if (note.empty()) return text;
    return text + "{.emit: \"\"\"/*VARSECTION*/\n#include <stdint.h>\n" + note + "\"\"\".}\n";
}

}  // namespace abi
