// Zig 0.13 and later: extern structs. Bit-fields are packed structs if their bytes are one integer.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gen/dialect.h"
#include "gen/note.h"
#include "gen/parts.h"

namespace abi {
namespace {

using namespace gen;

constexpr std::string_view keywords =
    "addrspace align allowzero and anyframe anytype asm async await break callconv catch comptime const continue "
    "defer else enum errdefer error export extern fn for if inline linksection noalias noinline nosuspend opaque or "
    "orelse packed pub resume return struct suspend switch test threadlocal try union unreachable usingnamespace var "
    "volatile while bool void noreturn type anyerror comptime_int comptime_float isize usize c_char c_short c_ushort "
    "c_int c_uint c_long c_ulong c_longlong c_ulonglong c_longdouble anyopaque true false null undefined f80 _ std";

std::string accept(const std::string& name) {
    const bool is_sized = name.size() > 1 && (name[0] == 'u' || name[0] == 'i') &&
                          name.find_first_not_of("0123456789", 1) == std::string::npos;
    return is_sized || is_word_of(keywords, name) ? "@\"" + name + "\"" : name;
}

/// The name without its @"".
std::string bare(const std::string& name) {
    return name.starts_with('@') ? name.substr(2, name.size() - 3) : name;
}

std::string element(Source& source, const Type& type) {
    return short_word(source, type, "?*anyopaque");
}

std::string assertion(const std::string& what, std::uint64_t value) {
    std::string quoted = what;
    std::ranges::replace(quoted, '"', '\'');
    return fmt::format("    if ({0} != {1}) @compileError(\"{2} is not {1}\");\n", what, value, quoted);
}

/// The first member states the alignment of the record. The others have none in a packed record.
void write_member(Body& body, const Member& member) {
    const bool is_union = body.record.kind == RecordKind::union_;
    const bool is_first = is_union ? !body.has_member : member.offset_bits == 0;
    std::string align = body.record.packed ? " align(1)" : "";
    if (is_first && body.states_alignment) align = fmt::format(" align({})", body.align_bytes);
    body.members += fmt::format("    {}: {}{},{}\n", member.name, member.type, align, member.remark);
    // Zig refuses @offsetOf for a union, whose members all begin at 0.
    if (!is_union) {
        body.assertions +=
            assertion(fmt::format("@offsetOf({}, \"{}\")", body.type, bare(member.name)), member.offset_bits / 8);
    }
    body.assertions +=
        assertion(fmt::format("@sizeOf(@TypeOf(@as({}, undefined).{}))", body.type, member.name), member.size_bytes);
}

std::string bits_type(Source& source, const Field& field) {
    if (field.type.kind == Kind::boolean && field.bit_width == 1U) return "bool";
    const bool whole_enum = field.type.kind == Kind::enumeration && *field.bit_width == field.type.width_bits;
    if (whole_enum) return source.types.of(field.type.name);
    const bool is_signed = field.type.kind == Kind::signed_integer || field.type.is_signed;
    return fmt::format("{}{}", is_signed ? 'i' : 'u', *field.bit_width);
}

void add_packed_struct(Body& body, const Piece& unit) {
    const std::uint64_t width = unit.end_bits - unit.begin_bits;
    const std::string name = body.names.free(fmt::format("bits{}", unit.begin_bits / 8));
    std::string type = fmt::format("packed struct(u{}) {{\n", width);
    Names names(accept);
    for (const auto* field : unit.fields) {
        const std::string inner = names.of(field->name);
        type += comment("        ///", field->doc);
        type += fmt::format("        {}: {},\n", inner, bits_type(body.source, *field));
        const std::string member = fmt::format("@as({}, undefined).{}", body.type, name);
        body.assertions += assertion(fmt::format("@bitOffsetOf(@TypeOf({}), \"{}\")", member, bare(inner)),
                                     field->offset_bits - unit.begin_bits);
        body.assertions += assertion(fmt::format("@bitSizeOf(@TypeOf({}.{}))", member, inner), *field->bit_width);
    }
    add_member(body, {.name = name, .type = type + "    }", .offset_bits = unit.begin_bits, .size_bytes = width / 8});
}

/// A packed struct begins at the low end of its integer. Bit-fields do so on little-endian machines only.
void write_bits(Body& body, const Piece& bits) {
    for (const auto& unit : units_of(bits, body.record.packed ? 1 : body.align_bytes)) {
        const bool is_integer = is_integer_width(unit.end_bits - unit.begin_bits);
        if (is_integer && body.source.spec.byte_order == ByteOrder::little) {
            add_packed_struct(body, unit);
        } else {
            add_unit(body, unit, "//");
        }
    }
}

std::string write_record(Body& body) {
    const std::string assertions = assertion("@sizeOf(" + body.type + ")", body.size_bytes) +
                                   assertion("@alignOf(" + body.type + ")", body.align_bytes) + body.assertions;
    const char* kind = body.record.kind == RecordKind::union_ ? "extern union" : "extern struct";
    const std::string declared = fmt::format("{} {{\n{}}}", kind, body.members);
    if (body.condition.empty()) {
        return record_comments(body) +
               fmt::format("pub const {} = {};\ncomptime {{\n{}}}\n\n", body.type, declared, assertions);
    }
    return record_comments(body) +
           fmt::format(
               "pub const {0} = if ({1}) {2} else @compileError(\"{0} does not exist on this target\");\n"
               "comptime {{\n    if ({1}) {{\n{3}    }}\n}}\n\n",
               body.type, body.condition, declared, assertions);
}

/// A value without a name is undefined behaviour in an exhaustive enumeration, so `_` admits what newer writers send.
/// If two names have one value, the second is a constant.
std::string write_enum(Source& source, const Enum& one) {
    const std::string name = source.types.of(one.name);
    std::string text =
        comment("///", one.doc) + fmt::format("pub const {} = enum({}) {{\n", name, type_word(source, one.type));
    Names values(accept);
    std::map<std::string, std::string> known;
    std::string others;
    for (const auto& value : one.enumerators) {
        const std::string given = values.of(value.name);
        const std::string number = to_string(value.value);
        const auto [first, is_new] = known.emplace(number, given);
        std::string& into = is_new ? text : others;
        into += comment("    ///", value.doc);
        into += is_new ? fmt::format("    {} = {},\n", given, number)
                       : fmt::format("    pub const {}: {} = .{};\n", given, name, first->second);
    }
    const bool is_complete = one.type.width_bits == 8 && known.size() == 256;
    return text + (is_complete ? "" : "    _,\n") + (others.empty() ? "" : "\n" + others) + "};\n\n";
}

/// Global assembly makes no symbol, so two objects with the same declarations link into one program. (Zig 0.13 and 0.14
/// have no common spelling of a weak symbol.) Zig's own backends, as 0.15 uses for x86_64 in debug builds, ignore
/// global assembly: there the note is a symbol, which only one object of a program may have.
void write_note(Source& source, std::string& text) {
    const auto notes = notes_of(source.request);
    if (notes.empty()) return;
    const auto lines = each_note(notes,
                                 "        \\\\.4byte 10, {1}, {2}\n        \\\\.ascii \"abi-check\\000\\000\\000\"\n"
                                 "        \\\\.byte {5}\n");
    const auto members = each_note(notes, "    head{0}: [3]u32,\n    name{0}: [12]u8,\n    desc{0}: [{4}]u8,\n");
    const auto values =
        each_note(notes,
                  "        .head{0} = .{{ 10, {1}, {2} }}, // {3}\n        .name{0} = \"abi-check\\x00\\x00\\x00\".*,\n"
                  "        .desc{0} = .{{ {5} }},\n");
    text += fmt::format(
        "// Each object with this note names the spec and the records that it was compiled against.\n"
        "comptime {{\n"
        "    if (builtin.object_format == .elf and builtin.zig_backend == .stage2_llvm) asm (\n"
        "        \\\\.pushsection {0}, \"a\", %note\n        \\\\.balign 4\n{1}        \\\\.popsection\n    );\n"
        "    if (builtin.object_format == .elf and builtin.zig_backend != .stage2_llvm) _ = AbiCheckNoteOfElf;\n}}\n"
        "const AbiCheckNote = extern struct {{\n{2}}};\n"
        "const AbiCheckNoteOfElf = struct {{\n"
        "    export const abi_check_note_{4}: AbiCheckNote linksection(\"{0}\") = .{{\n{3}    }};\n}};\n",
        note_section, lines, members, values, as_identifier(source.request.name));
}

constexpr GenDialect zig{.name = "zig",
                         .array = "[{1}]{0}",
                         .tail = "[0]{0}",
                         .own_words = "builtin AbiCheckNote AbiCheckNoteOfElf",
                         .constant_pattern = "pub const {0}: {1} = {2};\n",
                         .enum_number = "@enumFromInt({1})",
                         .questions = {.machine = "builtin.cpu.arch == .{}",
                                       .unknown = "@hasDecl(@import(\"root\"), \"abi_target_{}\")",
                                       .pointer = "@sizeOf(usize) == {}"},
                         .tells_renamed = false,
                         .accept = accept,
                         .element = element,
                         .enumeration = write_enum,
                         .member = write_member,
                         .bits = write_bits,
                         .record = write_record,
                         .opening = [](Source&) -> std::string { return "const builtin = @import(\"builtin\");\n\n"; },
                         .finish = write_note};

}  // namespace

std::string gen_zig(const GenRequest& request) {
    const Layout spec = in_parts(request.spec, {});
    return write_declarations({spec, request.name, request.digest, request.record_digests}, zig);
}

}  // namespace abi
