// Python 3.8 and later: ctypes for bytes in place, a format of `struct` for bytes that travel.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "gen/dialect.h"
#include "gen/python_helpers.h"

namespace abi {
namespace {

using namespace gen;

constexpr std::string_view keywords =
    "False None True and as assert async await break class continue def del elif else except finally for from global "
    "if import in is lambda nonlocal not or pass raise return try while with yield _fields_ _pack_ _anonymous_ "
    "_align_ mro name value ctypes enum";

/// The names of the generated text, and those of Python that its helpers call.
constexpr std::string_view own_words =
    "struct SPEC_SHA256 RECORD_SHA256 _check _check_format _view _bits _sys _ORDER _u8 _i8 _u16 _u32 _u64 _i16 _i32 "
    "_i64 "
    "_f32 _f64 property getattr isinstance int bytes ImportError";

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> ordered_numbers{{{"_u16", "uint16"},
                                                                                        {"_u32", "uint32"},
                                                                                        {"_u64", "uint64"},
                                                                                        {"_i16", "int16"},
                                                                                        {"_i32", "int32"},
                                                                                        {"_i64", "int64"},
                                                                                        {"_f32", "float"},
                                                                                        {"_f64", "double"}}};

/// Inside a class, Python puts the name of the class before a name that begins with two underscores.
std::string accept(const std::string& name) {
    if (name.starts_with("__") && !name.ends_with("__"))
        return "_" + name.substr(std::min(name.find_first_not_of('_'), name.size()));
    return is_word_of(keywords, name) ? name + "_" : name;
}

/// For members of an Enum: Python keeps names that begin with an underscore for itself.
std::string accept_value(const std::string& name) {
    return name.starts_with('_') ? "value" + name : accept(name);
}

bool is_signed(const Type& type) {
    return type.kind == Kind::signed_integer || type.is_signed;
}

/// One element in ctypes, always of fixed width: other types have the width of the machine that runs Python.
std::string element(Source& source, const Type& type) {
    if (type.kind == Kind::record) return source.types.of(type.name);
    if (type.width_bits == 128) return "_u8 * 16";
    if (type.kind == Kind::byte || type.kind == Kind::boolean || type.kind == Kind::unknown) return "_u8";
    if (type.kind == Kind::floating) return fmt::format("_{}{}", type.width_bits == 16 ? 'u' : 'f', type.width_bits);
    return fmt::format("_{}{}", is_signed(type) ? 'i' : 'u', type.width_bits);
}

/// A type of a field with a byte order of its own: "(_u32) * 4" becomes "(ctypes.c_uint32.__ctype_be__) * 4".
std::string in_order_of(const Field* field, std::string type) {
    if (field == nullptr || !field->byte_order) return type;
    for (const auto& [name, word] : ordered_numbers) {
        const auto at = type.find(name);
        if (at == std::string::npos) continue;
        std::string suffix;
        if (*field->byte_order != ByteOrder::native) {
            suffix = *field->byte_order == ByteOrder::little ? ".__ctype_le__" : ".__ctype_be__";
        }
        return type.replace(at, name.size(), "ctypes.c_" + std::string(word) + suffix);
    }
    return type;
}

/// The letter of a number in a format of `struct`, or "" if there is none.
std::string letter_of(const Type& type) {
    const auto of_width = [&](std::string_view letters) {  // for 8, 16, 32 and 64 bits
        const auto at = static_cast<std::size_t>(std::countr_zero(type.width_bits)) - 3;
        return at < letters.size() ? std::string(letters.substr(at, 1)) : "";
    };
    switch (type.kind) {
    case Kind::unsigned_integer:
    case Kind::signed_integer:
    case Kind::enumeration:
    case Kind::pointer: return of_width(is_signed(type) ? "bhiq" : "BHIQ");
    case Kind::floating: return of_width(" efd");
    case Kind::boolean: return "?";
    case Kind::byte:
    case Kind::record:
    case Kind::unknown: break;
    }
    return "";
}

/// The format of a field: a number of the spec's byte order as a number, everything else as bytes.
std::string format_of(const Field& field) {
    const std::uint64_t bytes = size_bits(field) / 8;
    if (bytes == 0) return "";
    if (field.role == Role::padding) return fmt::format("{}x", bytes);
    const std::string letter = field.byte_order && field.type.width_bits > 8 ? "" : letter_of(field.type);
    if (letter.empty()) return fmt::format("{}s", bytes);
    return field.type.extents.empty() ? letter : fmt::format("{}{}", bytes * 8 / field.type.width_bits, letter);
}

/// The format of a record, without its padding at the end that no field declares.
std::string format_of(const Layout& spec, const Record& record) {
    std::string text = spec.byte_order == ByteOrder::native ? "=" : spec.byte_order == ByteOrder::little ? "<" : ">";
    for (const auto& piece : pieces_of(spec, record)) {
        const std::uint64_t bytes = (piece.end_bits - piece.begin_bits) / 8;
        const bool is_field = piece.what == Piece::What::field || piece.what == Piece::What::tail;
        text += is_field ? format_of(*piece.fields.front()) : bytes == 0 ? "" : fmt::format("{}s", bytes);
    }
    return text;
}

std::string remarks_of(const Member& member, ByteOrder order) {
    if (member.field == nullptr) return "";
    const Type& type = member.field->type;
    if (type.kind == Kind::enumeration) return member.remark + "  # " + type.name;
    if (type.kind == Kind::floating && (type.width_bits == 16 || type.width_bits == 128)) {
        return member.remark + fmt::format("  # the bits of an f{}", type.width_bits);
    }
    const bool is_number = type.kind == Kind::unsigned_integer || type.kind == Kind::signed_integer;
    if (!is_number || type.width_bits != 128) return member.remark;
    const auto own = member.field->byte_order.value_or(order);
    return member.remark + fmt::format("  # {}: int.from_bytes(bytes, {}, signed={})", to_string(element_of(type)),
                                       own == ByteOrder::native ? "_ORDER" : fmt::format("\"{}\"", to_string(own)),
                                       is_signed(type) ? "True" : "False");
}

void write_member(Body& body, const Member& member) {
    body.members += fmt::format("        (\"{}\", {}),{}\n", member.name, in_order_of(member.field, member.type),
                                remarks_of(member, body.source.spec.byte_order));
    body.assertions += fmt::format("    \"{}\": ({}, {}),\n", member.name, member.offset_bits / 8, member.size_bytes);
}

/// ctypes would place this field elsewhere on some machines, so it is a property that reads the bytes of the record.
void add_property(Body& body, const Field& field) {
    const std::string name = body.names.of(field.name);
    body.after_members += comments(body.source, field.doc, field.name, name, "    ");
    body.after_members +=
        field.bit_width ? fmt::format("    {} = _bits({}, {}, {})\n", name, field.offset_bits, *field.bit_width,
                                      is_signed(field.type) ? "True" : "False")
                        : fmt::format("    {} = _view({}, {})\n", name,
                                      in_order_of(&field, type_word(body.source, field.type)), field.offset_bits / 8);
}

void add_bytes(Body& body, std::string_view name, std::uint64_t begin_bits, std::uint64_t bytes) {
    if (bytes == 0) return;
    add_member(body, {.name = body.names.free(fmt::format("{}{}", name, begin_bits / 8)),
                      .type = fmt::format("_u8 * {}", bytes),
                      .offset_bits = begin_bits,
                      .size_bytes = bytes});
}

void write_piece_as_bytes(Body& body, const Piece& piece, std::string_view name) {
    for (const auto* field : piece.fields) body.names.of(field->name);
    for (const auto* field : piece.fields) add_property(body, *field);
    add_bytes(body, name, piece.begin_bits, (piece.end_bits - piece.begin_bits) / 8);
}

void write_members_of_union(Body& body, const Piece& all) {
    const auto is_member = [](const Field* field) { return field->offset_bits == 0 && !field->bit_width; };
    for (const auto* field : all.fields) {
        if (is_member(field)) add_field(body, *field);
    }
    for (const auto* field : all.fields) {
        if (!is_member(field)) add_property(body, *field);
    }
    add_bytes(body, "bytes", 0, body.size_bytes);
}

std::string write_record(Body& body) {
    const Record& record = body.record;
    const bool is_union = record.kind == RecordKind::union_;
    std::string text = fmt::format("class {}({}):\n", body.type, is_union ? "ctypes.Union" : "ctypes.Structure");
    text += record_comments(body, "    ");
    if (!record.targets.empty()) text += fmt::format("    # Exists on {} only.\n", fmt::join(record.targets, ", "));
    text += fmt::format(
        "    # Aligned to {} bytes in memory. Its fields include all padding, so ctypes must add none.\n"
        "    _pack_ = 1\n    _fields_ = [\n{}    ]\n{}\n\n_check({}, {}, {{\n{}}})\n",
        body.align_bytes, body.members, body.after_members, body.type, body.size_bytes, body.assertions);
    if (is_union) return text + "\n\n";
    return text + fmt::format("{0} = \"{1}\"\n_check_format({0}, {2})\n\n\n",
                              body.source.values.free(body.type + "_FORMAT"), format_of(body.source.spec, record),
                              body.size_bytes);
}

std::string number_word(const Integer& value, const Type& type, ByteOrder /*order*/) {
    return type.kind == Kind::boolean ? (value.low != 0 ? "True" : "False") : to_string(value);
}

std::string opening(Source& source) {
    const GenRequest& request = source.request;
    const ByteOrder order = source.spec.byte_order;
    const bool is_native = order == ByteOrder::native;
    std::string text =
        fmt::format("import ctypes\nimport enum\nimport struct\n{}\nSPEC_SHA256 = \"{}\"\nRECORD_SHA256 = {{\n",
                    is_native ? "import sys as _sys\n" : "", request.digest);
    for (const auto& [record, digest] : request.record_digests) {
        text += fmt::format("    \"{}\": \"{}\",\n", record, digest);
    }
    text += fmt::format("}}\n\n_ORDER = {}\n_u8, _i8 = ctypes.c_uint8, ctypes.c_int8\n",
                        is_native ? "_sys.byteorder" : fmt::format("\"{}\"", to_string(order)));
    // Types of numbers have the byte order, so structures and unions need none.
    for (const auto& [name, word] : ordered_numbers) {
        const std::string_view suffix = is_native ? "" : order == ByteOrder::little ? ".__ctype_le__" : ".__ctype_be__";
        text += fmt::format("{} = ctypes.c_{}{}\n", name, word, suffix);
    }
    return text + "\n\n" + std::string(python_helpers) + "\n\n";
}

void finish(Source& /*source*/, std::string& text) {
    while (text.ends_with("\n\n")) text.pop_back();
}

constexpr GenDialect python{
    .name = "python",
    .doc = "#",
    .remark = "#",
    .end_remark = "  #",
    .growth = "#",
    .indent = "        ",
    .after_constants = "\n\n",
    .array = "({0}) * {1}",
    .tail = "({0}) * 0",
    .own_words = own_words,
    .enum_patterns = {.begin = "class {0}(enum.IntEnum):\n",
                      .value = "    {0} = {2}\n",
                      .end = "\n\n",
                      .accept = accept_value},
    .constant_pattern = "{0} = {2}\n",
    .comments_inside = true,
    .accept = accept,
    .element = element,
    .number = number_word,
    .member = write_member,
    .bits = [](Body& body, const Piece& piece) { write_piece_as_bytes(body, piece, "bits"); },
    .shared = [](Body& body, const Piece& piece) { write_piece_as_bytes(body, piece, "bytes"); },
    .members_of_union = write_members_of_union,
    .record = write_record,
    .opening = opening,
    .finish = finish};

}  // namespace

std::string gen_python(const GenRequest& request) {
    return write_declarations(request, python);
}

}  // namespace abi
