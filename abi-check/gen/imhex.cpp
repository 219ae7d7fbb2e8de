// A pattern of ImHex: the fields of a structure follow each other, those that share bytes are placed.
#include <fmt/format.h>

#include <algorithm>

#include "gen/dialect.h"
#include "gen/formats.h"

namespace abi {
namespace {

using namespace gen;

constexpr std::string_view keywords =
    "if else while for match return break continue struct enum union fn bitfield unsigned signed le be parent "
    "namespace "
    "using this in out ref null const _ try catch import as is from padding auto any u8 u16 u24 u32 u48 u64 u96 u128 "
    "s8 "
    "s16 s24 s32 s48 s64 s96 s128 float double bool char char16 str true false addressof sizeof typenameof typeof";

/// The bytes of the file from the place of a field on.
constexpr std::string_view rest = "(addressof($) + sizeof($) - addressof(this) - {})";

std::string accept(const std::string& name) {
    return is_word_of(keywords, name) ? name + "_" : name;
}

std::string element(Source& source, const Type& type) {
    switch (type.kind) {
    case Kind::record: return source.types.of(type.name);
    case Kind::enumeration:
        return enum_of(source, type) != nullptr ? source.types.of(type.name) : fmt::format("u{}", type.width_bits);
    case Kind::signed_integer: return fmt::format("s{}", type.width_bits);
    case Kind::floating:
        if (type.width_bits == 32) return "float";
        if (type.width_bits == 64) return "double";
        return fmt::format("u{}", type.width_bits);
    case Kind::boolean: return "bool";
    case Kind::byte:
    case Kind::unknown: return "u8";
    case Kind::unsigned_integer:
    case Kind::pointer: break;
    }
    return fmt::format("u{}", type.width_bits);
}

/// "be " for what has an order of its own.
std::string_view order_word(const std::optional<ByteOrder>& own) {
    return !own ? "" : *own == ByteOrder::big ? "be " : "le ";
}

std::string_view order_word(const Field* field) {
    return field == nullptr || field->type.width_bits <= 8 ? "" : order_word(field->byte_order);
}

std::string remarks_of(const Member& member) {
    std::string text = member.remark;
    if (member.field == nullptr) return text;
    const Type& type = member.field->type;
    const auto add = [&](const std::string& words) { text += (text.empty() ? "  // " : ", ") + words; };
    if (type.kind == Kind::pointer) add("a pointer");
    if (type.kind == Kind::floating && type.width_bits != 32 && type.width_bits != 64) {
        add("the bits of " + to_string(element_of(type)));
    }
    if (type.extents.size() + (type.flexible_tail ? 1 : 0) > 1) add(spelled(*member.field) + ", row after row");
    if (type.flexible_tail) add("up to the end of the data");
    return text;
}

/// The pattern language has arrays of one extent: what has more is written row after row.
std::string extent_of(const Member& member) {
    if (member.field == nullptr) return member.type.substr(std::min(member.type.find('['), member.type.size()));
    const Type& type = member.field->type;
    std::uint64_t count = 1;
    for (const auto extent : type.extents) count *= extent;
    if (!type.flexible_tail) return type.extents.empty() ? "" : fmt::format("[{}]", count);
    const std::uint64_t row_bytes = std::max<std::uint64_t>(type.width_bits / 8 * count, 1);
    const std::string bytes = fmt::format(fmt::runtime(rest), member.offset_bits / 8);
    return fmt::format("[{} / {}{}]", bytes, row_bytes, count == 1 ? "" : fmt::format(" * {}", count));
}

std::string declaration(const Member& member) {
    return fmt::format("{}{} {}{}", order_word(member.field), member.type.substr(0, member.type.find('[')), member.name,
                       extent_of(member));
}

void write_member(Body& body, const Member& member) {
    body.members += fmt::format("    {};{}\n", declaration(member), remarks_of(member));
}

/// A bitfield is a type of its own. In little-endian order its first entry is the lowest bit of the first byte, in
/// big-endian order the highest. It covers whole bytes.
std::string bitfield(Body& body, const std::string& type, std::span<const Field* const> fields,
                     std::uint64_t begin_bits, std::uint64_t end_bits) {
    std::string text = fmt::format("bitfield {} {{\n", type);
    std::uint64_t at = begin_bits;
    const auto skip_to = [&](std::uint64_t to) {
        if (to > at) text += fmt::format("    padding : {};\n", to - at);
        at = to;
    };
    Names names(accept);
    for (const auto* field : fields) {
        skip_to(field->offset_bits);
        const Enum* one = enum_of(body.source, field->type);
        const Kind kind = field->type.kind;
        const std::string word = one != nullptr                 ? body.source.types.of(one->name) + " "
                                 : kind == Kind::boolean        ? "bool "
                                 : kind == Kind::signed_integer ? "signed "
                                                                : "";
        const std::string& name = names.of(field->name);
        text += comments(body.source, field->doc, field->name, name, "    ");
        text += fmt::format("    {}{} : {};{}\n", word, name, *field->bit_width,
                            field->role == Role::padding    ? "  // padding: zero"
                            : field->role == Role::reserved ? "  // reserved: zero"
                                                            : "");
        at += *field->bit_width;
    }
    skip_to(end_bits);
    return text + "};\n\n";
}

/// Declares the bitfield before the record, and returns its type, with the byte order where it has its own.
std::string declare_bits(Body& body, const std::string& name, std::span<const Field* const> fields,
                         std::uint64_t begin_bits, std::uint64_t end_bits) {
    const std::string type = body.source.types.free(body.type + "_" + name);
    body.after_members += bitfield(body, type, fields, begin_bits, end_bits);
    return std::string(order_word(fields.front()->byte_order)) + type;
}

void write_bits(Body& body, const Piece& piece) {
    const std::string name = body.names.free(fmt::format("bits{}", piece.begin_bits / 8));
    const std::string type = declare_bits(body, name, piece.fields, piece.begin_bits, piece.end_bits);
    body.members += fmt::format("    {} {};\n", type, name);
    body.has_member = true;
}

/// A field that is placed does not move the position, at which the next field begins.
void place_field(Body& body, const Field& field) {
    const std::string& name = body.names.of(field.name);
    body.members += comments(body.source, field.doc, field.name, name, "    ");
    const std::string place = fmt::format("addressof(this) + {}", field.offset_bits / 8);
    if (field.bit_width) {
        const std::uint64_t begin = field.offset_bits / 8 * 8;
        const std::uint64_t end = (field.offset_bits + *field.bit_width + 7) / 8 * 8;
        const Field* const fields[] = {&field};
        body.members += fmt::format("    {} {} @ {};\n", declare_bits(body, name, fields, begin, end), name, place);
        return;
    }
    const Member member{.name = name,
                        .type = type_word(body.source, field.type),
                        .offset_bits = field.offset_bits,
                        .size_bytes = size_bits(field) / 8,
                        .field = &field};
    body.members += fmt::format("    {} @ {};{}\n", declaration(member), place, remarks_of(member));
}

void write_shared(Body& body, const Piece& piece) {
    const std::uint64_t bytes = (piece.end_bits - piece.begin_bits) / 8;
    body.members += fmt::format("    // Fields that share {} bytes:\n", bytes);
    for (const auto* field : piece.fields) body.names.of(field->name);
    for (const auto* field : piece.fields) place_field(body, *field);
    if (bytes != 0) body.members += fmt::format("    padding[{}];\n", bytes);
    body.has_member = true;
}

std::string write_record(Body& body) {
    const Record& record = body.record;
    std::string text = body.after_members + record_comments(body);
    Record other = record;
    other.grows_at_end = false;
    text += comment("//", format_remarks(other));
    return text + fmt::format("struct {} {{\n{}}};\n\n", body.type, body.members);
}

std::string write_number(const Integer& value, const Type& type, ByteOrder /*order*/) {
    if (type.kind == Kind::boolean) return value.low != 0 ? "true" : "false";
    return to_string(value);
}

std::string opening(Source& source) {
    // Bytes are counted: an array may be longer than what ImHex reads by default.
    return fmt::format("#pragma endian {}\n#pragma array_limit 0x40000000\n#pragma pattern_limit 0x40000000\n\n",
                       to_string(source.spec.byte_order));
}

void finish(Source& source, std::string& text) {
    while (text.ends_with("\n\n")) text.pop_back();
    const Record* main = main_record(source.spec);
    if (main == nullptr) return;
    text += fmt::format(
        "\n// The first record that no other holds, at the beginning of the data. For another one, change its type.\n"
        "{} {} @ 0x00;\n",
        source.types.of(main->name), source.values.free("record"));
}

constexpr GenDialect imhex{
    .name = "imhex",
    .doc = "//",
    .end_remark = "  //",
    .growth = "//",
    .array = "{0}[{1}]",
    .tail = "{0}[]",
    .enum_patterns = {.begin = "enum {0} : {1} {{\n", .value = "    {0} = {2},\n", .end = "}};\n\n"},
    .constant_pattern = "const {1} {0} = {2};\n",
    .enum_number = "{1}",
    .holds_orders = true,
    .accept = accept,
    .element = element,
    .number = write_number,
    .member = write_member,
    .bits = write_bits,
    .shared = write_shared,
    .members_of_union = write_shared,
    .record = write_record,
    .opening = opening,
    .finish = finish};

}  // namespace

std::string gen_imhex(const GenRequest& request) {
    return write_declarations(request, imhex);
}

}  // namespace abi
