// Zig 0.13 and later: extern structs. Bit-fields are packed structs where their bytes are one integer.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "gen/gen.h"
#include "gen/machine.h"
#include "gen/note.h"
#include "gen/pieces.h"
#include "gen/words.h"

namespace abi {
namespace {

using namespace gen;

constexpr auto keywords = std::to_array<std::string_view>({"addrspace",
                                                           "align",
                                                           "allowzero",
                                                           "and",
                                                           "anyframe",
                                                           "anytype",
                                                           "asm",
                                                           "async",
                                                           "await",
                                                           "break",
                                                           "callconv",
                                                           "catch",
                                                           "comptime",
                                                           "const",
                                                           "continue",
                                                           "defer",
                                                           "else",
                                                           "enum",
                                                           "errdefer",
                                                           "error",
                                                           "export",
                                                           "extern",
                                                           "fn",
                                                           "for",
                                                           "if",
                                                           "inline",
                                                           "linksection",
                                                           "noalias",
                                                           "noinline",
                                                           "nosuspend",
                                                           "opaque",
                                                           "or",
                                                           "orelse",
                                                           "packed",
                                                           "pub",
                                                           "resume",
                                                           "return",
                                                           "struct",
                                                           "suspend",
                                                           "switch",
                                                           "test",
                                                           "threadlocal",
                                                           "try",
                                                           "union",
                                                           "unreachable",
                                                           "usingnamespace",
                                                           "var",
                                                           "volatile",
                                                           "while",
                                                           "bool",
                                                           "void",
                                                           "noreturn",
                                                           "type",
                                                           "anyerror",
                                                           "comptime_int",
                                                           "comptime_float",
                                                           "isize",
                                                           "usize",
                                                           "c_char",
                                                           "c_short",
                                                           "c_ushort",
                                                           "c_int",
                                                           "c_uint",
                                                           "c_long",
                                                           "c_ulong",
                                                           "c_longlong",
                                                           "c_ulonglong",
                                                           "c_longdouble",
                                                           "anyopaque",
                                                           "true",
                                                           "false",
                                                           "null",
                                                           "undefined",
                                                           "f80",
                                                           "_",
                                                           "std"});

/// Any name can be quoted: a keyword, or a primitive type (i7), which nothing may shadow.
std::string accept(const std::string& name) {
    const bool is_sized = name.size() > 1 && (name[0] == 'i' || name[0] == 'u') &&
                          name.find_first_not_of("0123456789", 1) == std::string::npos;
    const bool is_taken = is_sized || std::ranges::find(keywords, name) != keywords.end();
    return is_taken ? "@\"" + name + "\"" : name;
}

/// The name as text, without its quotes.
std::string bare(const std::string& name) {
    return name.starts_with('@') ? name.substr(2, name.size() - 3) : name;
}

class ZigRecords {
  public:
    ZigRecords(const GenRequest& request, Names& types) : spec_(request.spec), types_(types) {}

    std::string write(const Record& record) {
        Names names(accept);
        members_.clear();
        assertions_.clear();
        has_member_ = false;
        type_ = types_.of(record.name);
        says_align_ = *record.align_bytes > least_alignment_of(spec_, record);
        add_assertion(fmt::format("@sizeOf({})", type_), *record.size_bytes);
        add_assertion(fmt::format("@alignOf({})", type_), *record.align_bytes);
        for (const auto& piece : pieces_of(spec_, record)) add_piece(record, piece, names);

        const std::string kind = record.kind == RecordKind::union_ ? "extern union" : "extern struct";
        const std::string body = fmt::format("{} {{\n{}}}", kind, members_);
        std::string text = comment("///", record.doc);
        if (record.grows_at_end) text += "/// Grows at its end: newer writers may append fields.\n";
        const std::string here = condition(record);
        if (here.empty()) {
            return text + fmt::format("pub const {} = {};\ncomptime {{\n{}}}\n\n", type_, body, assertions_);
        }
        return text + fmt::format(
                          "pub const {0} = if ({1}) {2} else @compileError(\"{0} does not exist on this target\");\n"
                          "comptime {{\n    if ({1}) {{\n{3}    }}\n}}\n\n",
                          type_, here, body, assertions_);
    }

    std::string type_word(const Type& type) {
        std::string text;
        if (type.flexible_tail) text += "[0]";
        for (const auto extent : type.extents) text += fmt::format("[{}]", extent);
        return text + element_word(type);
    }

  private:
    std::string element_word(const Type& type) {
        switch (type.kind) {
        case Kind::unsigned_integer: return type.host_sized ? "usize" : fmt::format("u{}", type.width_bits);
        case Kind::signed_integer: return fmt::format("i{}", type.width_bits);
        case Kind::floating: return fmt::format("f{}", type.width_bits);
        case Kind::boolean: return "bool";
        case Kind::pointer: return "?*anyopaque";
        case Kind::enumeration:
        case Kind::record: return types_.of(type.name);
        case Kind::byte:
        case Kind::unknown: break;
        }
        return "u8";
    }

    /// Where a record exists, as a boolean; empty: everywhere.
    std::string condition(const Record& record) const {
        std::string any;
        for (const auto& target : record.targets) {
            const Machine* machine = machine_of(target);
            const std::string one = machine != nullptr ? fmt::format("builtin.cpu.arch == .{}", machine->zig)
                                                       : fmt::format("@hasDecl(@import(\"root\"), \"abi_target_{}\")",
                                                                     as_identifier(target));
            // As a whole word: `.x86` is also the beginning of `.x86_64`.
            const bool is_new = (any + " or ").find(one + " or ") == std::string::npos;
            if (is_new) any += (any.empty() ? "" : " or ") + one;
        }
        for (const unsigned bytes : {4U, 8U}) {
            const auto asks = [&](const Record& r) { return r.pointer_bytes == bytes; };
            if (!any_within(spec_, record, asks)) continue;
            any = (any.empty() ? "" : "(" + any + ") and ") + fmt::format("@sizeOf(usize) == {}", bytes);
        }
        return any;
    }

    void add_assertion(const std::string& what, std::uint64_t value) {
        assertions_ +=
            fmt::format("    if ({0} != {1}) @compileError(\"{2} is not {1}\");\n", what, value, without_quotes(what));
    }

    static std::string without_quotes(std::string text) {
        std::ranges::replace(text, '"', '\'');
        return text;
    }

    /// The first member says the alignment of the whole; packed ones ask for none.
    std::string align_word(const Record& record, std::uint64_t begin_bits, bool is_first) const {
        if (begin_bits == 0 && is_first && says_align_) return fmt::format(" align({})", *record.align_bytes);
        return record.packed ? " align(1)" : "";
    }

    void add_member(const Record& record, const std::string& name, const std::string& type, std::uint64_t begin_bits,
                    std::uint64_t bytes, const std::string& note) {
        const bool is_first = !has_member_ || record.kind == RecordKind::structure;
        has_member_ = true;
        members_ += fmt::format("    {}: {}{},{}\n", name, type, align_word(record, begin_bits, is_first), note);
        // The members of a union begin where it begins, and Zig is not to be asked.
        if (record.kind == RecordKind::structure) {
            add_assertion(fmt::format("@offsetOf({}, \"{}\")", type_, bare(name)), begin_bits / 8);
        }
        add_assertion(fmt::format("@sizeOf(@TypeOf(@as({}, undefined).{}))", type_, name), bytes);
    }

    void add_field(const Record& record, const Field& field, Names& names) {
        members_ += comment("    ///", field.doc);
        const char* note = field.role == Role::padding    ? " // padding: zero"
                           : field.role == Role::reserved ? " // reserved: zero"
                                                          : "";
        add_member(record, names.of(field.name), type_word(field.type), field.offset_bits, size_bits(field) / 8, note);
    }

    std::string bits_type(const Field& field) {
        if (field.type.kind == Kind::boolean && field.bit_width == 1U) return "bool";
        const bool whole_enum = field.type.kind == Kind::enumeration && *field.bit_width == field.type.width_bits;
        if (whole_enum) return types_.of(field.type.name);
        const bool is_signed = field.type.kind == Kind::signed_integer || field.type.is_signed;
        return fmt::format("{}{}", is_signed ? 'i' : 'u', *field.bit_width);
    }

    /// A packed struct begins at the low end of its integer, as bit-fields do on little-endian machines only.
    void add_bits(const Record& record, const Piece& bits, Names& names) {
        for (const auto& unit : units_of(bits, record.packed ? 1 : *record.align_bytes)) {
            const std::uint64_t width = unit.end_bits - unit.begin_bits;
            const std::string name = names.free(fmt::format("bits{}", unit.begin_bits / 8));
            const bool is_integer = width == 8 || width == 16 || width == 32 || width == 64;
            if (!is_integer || spec_.byte_order == ByteOrder::big) {
                const auto lines = is_integer ? bit_lines(unit.fields, unit.begin_bits, width, name, spec_.byte_order)
                                              : place_lines(unit.fields);
                for (const auto& line : lines) members_ += comment("    //", line);
                add_member(record, name, is_integer ? fmt::format("u{}", width) : fmt::format("[{}]u8", width / 8),
                           unit.begin_bits, width / 8, "");
                continue;
            }
            std::string inner = fmt::format("packed struct(u{}) {{\n", width);
            Names inner_names(accept);
            for (const auto* field : unit.fields) {
                const std::string inner_name = inner_names.of(field->name);
                inner += comment("        ///", field->doc);
                inner += fmt::format("        {}: {},\n", inner_name, bits_type(*field));
                add_assertion(
                    fmt::format("@bitOffsetOf(@TypeOf(@as({}, undefined).{}), \"{}\")", type_, name, bare(inner_name)),
                    field->offset_bits - unit.begin_bits);
                add_assertion(fmt::format("@bitSizeOf(@TypeOf(@as({}, undefined).{}.{}))", type_, name, inner_name),
                              *field->bit_width);
            }
            add_member(record, name, inner + "    }", unit.begin_bits, width / 8, "");
        }
    }

    void add_shared(const Record& record, const Piece& piece, Names& names) {
        if (record.kind == RecordKind::union_) return add_union(record, piece, names);
        const std::uint64_t bytes = (piece.end_bits - piece.begin_bits) / 8;
        const std::string name = names.free(fmt::format("bytes{}", piece.begin_bits / 8));
        members_ += "    // Fields that share these bytes of the record:\n";
        for (const auto& line : place_lines(piece.fields)) members_ += comment("    //", line);
        if (bytes == 0) return;
        add_member(record, name, fmt::format("[{}]u8", bytes), piece.begin_bits, bytes, "");
    }

    void add_union(const Record& record, const Piece& piece, Names& names) {
        for (const auto* field : piece.fields) {
            if (field->offset_bits == 0 && !field->bit_width) {
                add_field(record, *field, names);
            } else {
                for (const auto& line : place_lines({&field, 1})) members_ += comment("    // No member:", line);
            }
        }
        if (!has_member_ || says_align_) {
            const std::string name = names.free("bytes0");
            members_ += fmt::format("    {}: [{}]u8 align({}),\n", name, *record.size_bytes, *record.align_bytes);
        }
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
    bool says_align_ = false;
    bool has_member_ = false;
};

std::string literal(const Integer& value) {
    return (value.negative ? "-" : "") + magnitude(value);
}

/// Not exhaustive, so that a value that a newer writer sends is no undefined behaviour. Of two names for one value the
/// second is a constant.
std::string write_enum(const Enum& one, ZigRecords& records, Names& types) {
    const std::string name = types.of(one.name);
    std::string text =
        comment("///", one.doc) + fmt::format("pub const {} = enum({}) {{\n", name, records.type_word(one.type));
    Names values(accept);
    std::map<std::string, std::string> known;
    std::string others;
    for (const auto& value : one.enumerators) {
        const std::string given = values.of(value.name);
        const auto [first, is_new] = known.emplace(literal(value.value), given);
        std::string& into = is_new ? text : others;
        into += comment("    ///", value.doc);
        into += is_new ? fmt::format("    {} = {},\n", given, literal(value.value))
                       : fmt::format("    pub const {}: {} = .{};\n", given, name, first->second);
    }
    const bool is_complete = one.type.width_bits == 8 && known.size() == 256;
    return text + (is_complete ? "" : "    _,\n") + (others.empty() ? "" : "\n" + others) + "};\n\n";
}

std::string write_constant(const Layout& spec, const Constant& constant, ZigRecords& records, Names& types) {
    std::string value = literal(constant.value);
    if (constant.type.kind == Kind::boolean) value = constant.value.low != 0 ? "true" : "false";
    if (constant.type.kind == Kind::enumeration && find_enum(spec, constant.type.name) != nullptr) {
        value = fmt::format("@enumFromInt({})", value);
    }
    return comment("///", constant.doc) + fmt::format("pub const {}: {} = {};\n", types.of_value(constant.name),
                                                      records.type_word(constant.type), value);
}

/// As global assembly, which makes no symbol: two objects that hold the same declarations meet in one program, and Zig
/// knows no weak symbol that 0.13 and 0.14 both can spell. Zig's own backends pass over global assembly without a word
/// (0.15 uses one for x86_64 in debug builds): there the note is a symbol, and one object of a program may have it.
std::string write_note(const GenRequest& request) {
    const auto notes = notes_of(request);
    if (notes.empty()) return "";
    std::string lines;
    std::string members;
    std::string values;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        const auto bytes = byte_list(notes[i].desc);
        lines += fmt::format(
            "        \\\\.4byte {0}, {1}, {2}\n        \\\\.ascii \"abi-check\\000\\000\\000\"\n"
            "        \\\\.byte {3}\n",
            note_name_bytes, notes[i].desc_bytes, notes[i].type, bytes);
        members += fmt::format("    head{0}: [3]u32,\n    name{0}: [{1}]u8,\n    desc{0}: [{2}]u8,\n", i,
                               note_name_padded, notes[i].desc.size());
        values += fmt::format(
            "        .head{0} = .{{ {1}, {2}, {3} }}, // {4}\n        .name{0} = \"abi-check\\x00\\x00\\x00\".*,\n"
            "        .desc{0} = .{{ {5} }},\n",
            i, note_name_bytes, notes[i].desc_bytes, notes[i].type, notes[i].of, bytes);
    }
    return fmt::format(
        "// Every object that holds this says against which spec, and which records, it was compiled.\n"
        "comptime {{\n"
        "    if (builtin.object_format == .elf and builtin.zig_backend == .stage2_llvm) asm (\n"
        "        \\\\.pushsection {0}, \"a\", %note\n        \\\\.balign 4\n{1}        \\\\.popsection\n    );\n"
        "    if (builtin.object_format == .elf and builtin.zig_backend != .stage2_llvm) _ = AbiCheckNoteOfElf;\n}}\n"
        "const AbiCheckNote = extern struct {{\n{2}}};\n"
        "const AbiCheckNoteOfElf = struct {{\n"
        "    export const abi_check_note_{4}: AbiCheckNote linksection(\"{0}\") = .{{\n{3}    }};\n}};\n",
        note_section, lines, members, values, as_identifier(request.name));
}

}  // namespace

std::string gen_zig(const GenRequest& request) {
    const Layout& spec = request.spec;
    Names types(accept);
    for (const char* name : {"builtin", "AbiCheckNote", "AbiCheckNoteOfElf"}) types.reserve(name);
    for (const auto& one : spec.enums) types.of(one.name);
    for (const auto& record : spec.records) types.of(record.name);
    ZigRecords records(request, types);
    std::string text;
    for (const auto& line : heading(request, "zig")) text += comment("//", line);
    text += "const builtin = @import(\"builtin\");\n\n";
    for (const auto& one : spec.enums) text += write_enum(one, records, types);
    for (const auto& constant : spec.constants) text += write_constant(spec, constant, records, types);
    if (!spec.constants.empty()) text += "\n";
    for (const auto* record : in_order(spec)) text += records.write(*record);
    return text + write_note(request);
}

}  // namespace abi
