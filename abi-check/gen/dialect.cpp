#include "gen/dialect.h"

#include <fmt/format.h>

#include <algorithm>

namespace abi::gen {
namespace {

Source begin(const GenRequest& request, const GenDialect& dialect) {
    const Names none(dialect.accept, dialect.key);
    Source source{request, request.spec, dialect, none, none, {}};
    for (const auto word : words_of(dialect.own_words)) source.types.reserve(std::string(word));
    for (const auto& one : request.spec.enums) source.types.of(one.name);
    for (const auto& record : request.spec.records) source.types.of(record.name);
    if (dialect.is_one_scope) source.values.reserve_all_of(source.types);
    return source;
}

std::string number_and_constant(Source& source, const Constant& constant) {
    const Enum* one = enum_of(source, constant.type);
    const Type& type = one != nullptr ? one->type : constant.type;
    return source.dialect.constant(source, constant, source.values.of(constant.name),
                                   source.dialect.number(constant.value, type, source.spec.byte_order));
}

void add_piece(Body& body, const Piece& piece) {
    const GenDialect& dialect = body.source.dialect;
    switch (piece.what) {
    case Piece::What::field:
    case Piece::What::tail: return add_field(body, *piece.fields.front());
    case Piece::What::bits: return dialect.bits(body, piece);
    case Piece::What::shared: break;
    }
    if (body.record.kind == RecordKind::union_) return dialect.members_of_union(body, piece);
    dialect.shared(body, piece);
}

std::string write_record(Source& source, const Record& record) {
    const GenDialect& dialect = source.dialect;
    const std::uint64_t align = record.align_bytes.value_or(1);
    Body body{.source = source,
              .record = record,
              .type = source.types.of(record.name),
              .condition = condition_of(source.spec, record, dialect.questions, dialect.accept_target),
              .size_bytes = record.size_bytes.value_or(0),
              .align_bytes = align,
              .states_alignment = align > least_alignment_of(source.spec, record),
              .names = Names(dialect.accept, dialect.key),
              .indent = std::string(dialect.indent)};
    for (const auto& piece : pieces_of(source.spec, record)) add_piece(body, piece);
    return dialect.record(body);
}

std::string bytes_word(Source& source, std::uint64_t count) {
    return type_word(source, {.kind = Kind::byte, .width_bits = 8, .extents = {count}});
}

std::uint64_t bytes_of(const Piece& piece) {
    return (piece.end_bits - piece.begin_bits) / 8;
}

}  // namespace

std::string write_declarations(const GenRequest& request, const GenDialect& dialect) {
    Source source = begin(request, dialect);
    std::string text;
    const auto lines = dialect.holds_orders ? origin_lines(request, dialect.name) : heading(request, dialect.name);
    for (const auto& line : lines) text += comment(dialect.remark, line);
    text += dialect.opening(source);
    for (const auto& one : request.spec.enums) text += dialect.enumeration(source, one);
    std::string constants;
    for (const auto& constant : request.spec.constants) constants += number_and_constant(source, constant);
    if (!constants.empty()) text += constants + std::string(dialect.after_constants);
    for (const auto* record : in_order(request.spec)) text += write_record(source, *record);
    dialect.finish(source, text);
    return text;
}

void add_member(Body& body, const Member& member) {
    body.source.dialect.member(body, member);
    body.has_member = true;
}

namespace {

/// Numbers are declared in the machine's byte order, so a comment says which fields have their own.
std::string order_remark(const Field& field, const std::string& mark) {
    if (!field.byte_order || field.type.width_bits <= 8) return "";
    return mark + (*field.byte_order == ByteOrder::native ? " in the machine's byte order"
                                                          : fmt::format(" {}-endian", to_string(*field.byte_order)));
}

}  // namespace

void add_field(Body& body, const Field& field) {
    const std::string mark(body.source.dialect.end_remark);
    const std::string& name = body.names.of(field.name);
    body.members += comments(body.source, field.doc, field.name, name, body.indent);
    add_member(body, {.name = name,
                      .type = type_word(body.source, field.type),
                      .offset_bits = field.offset_bits,
                      .size_bytes = size_bits(field) / 8,
                      .remark = field.role == Role::padding    ? mark + " padding: zero"
                                : field.role == Role::reserved ? mark + " reserved: zero"
                                                               : order_remark(field, mark),
                      .field = &field});
}

bool is_integer_width(std::uint64_t bits) {
    return bits == 8 || bits == 16 || bits == 32 || bits == 64;
}

void add_unit(Body& body, const Piece& unit, std::string_view mark) {
    const std::uint64_t width = unit.end_bits - unit.begin_bits;
    const std::string name = body.names.free(fmt::format("bits{}", unit.begin_bits / 8));
    const bool is_integer = is_integer_width(width);
    const auto lines = is_integer ? bit_lines(unit.fields, unit.begin_bits, width, name, body.source.spec.byte_order)
                                  : place_lines(unit.fields);
    for (const auto& line : lines) body.members += comment(body.indent + std::string(mark), line);
    const Type integer{.kind = Kind::unsigned_integer, .width_bits = width};
    add_member(body, {.name = name,
                      .type = is_integer ? type_word(body.source, integer) : bytes_word(body.source, width / 8),
                      .offset_bits = unit.begin_bits,
                      .size_bytes = width / 8});
}

void write_bits_as_integers(Body& body, const Piece& bits) {
    for (const auto& unit : units_of(bits, body.record.packed ? 1 : body.align_bytes)) {
        add_unit(body, unit, body.source.dialect.doc);
    }
}

void write_shared_as_bytes(Body& body, const Piece& shared) {
    const std::string mark = body.indent + std::string(body.source.dialect.remark);
    const std::string name = body.names.free(fmt::format("bytes{}", shared.begin_bits / 8));
    body.members += mark + " Fields that share these bytes of the record:\n";
    for (const auto& line : place_lines(shared.fields)) body.members += comment(mark, line);
    if (bytes_of(shared) == 0) return;
    add_member(body, {.name = name,
                      .type = bytes_word(body.source, bytes_of(shared)),
                      .offset_bits = shared.begin_bits,
                      .size_bytes = bytes_of(shared)});
}

void add_fields_of_union(Body& body, const Piece& all) {
    const GenDialect& dialect = body.source.dialect;
    for (const auto* field : all.fields) {
        const bool is_member =
            field->offset_bits == 0 && !field->bit_width && (dialect.tails_in_unions || !field->type.flexible_tail);
        if (is_member) {
            add_field(body, *field);
            continue;
        }
        for (const auto& line : place_lines({&field, 1})) {
            body.members += comment(body.indent + std::string(dialect.remark) + " Not a member:", line);
        }
    }
}

void write_union(Body& body, const Piece& all) {
    add_fields_of_union(body, all);
    if (body.has_member) return;
    add_member(body, {.name = body.names.free("bytes0"),
                      .type = bytes_word(body.source, body.size_bytes),
                      .size_bytes = body.size_bytes});
}

std::string type_word(Source& source, const Type& type) {
    const GenDialect& dialect = source.dialect;
    std::string text = dialect.element(source, type);
    for (auto extent = type.extents.rbegin(); extent != type.extents.rend(); ++extent) {
        text = fmt::format(fmt::runtime(dialect.array), text, *extent);
    }
    return type.flexible_tail ? fmt::format(fmt::runtime(dialect.tail), text) : text;
}

std::string comments(const Source& source, const std::string& doc, const std::string& spec_name,
                     const std::string& name, std::string_view indent) {
    const GenDialect& dialect = source.dialect;
    const std::string before(indent);
    std::string text = comment(before + std::string(dialect.doc), doc);
    if (dialect.tells_renamed) text += comment(before + std::string(dialect.remark), renamed(spec_name, name));
    return text;
}

std::string record_comments(const Body& body, std::string_view indent) {
    const Record& record = body.record;
    std::string text = comments(body.source, record.doc, record.name, body.type, indent);
    if (!record.grows_at_end) return text;
    return text +
           fmt::format("{}{} Grows at its end: newer writers may append fields.\n", indent, body.source.dialect.growth);
}

std::string value_lines(Source& source, const Enum& one, Names& names, std::string_view indent, const ValueLine& line) {
    std::string text;
    for (const auto& value : one.enumerators) {
        const std::string& name = names.of(value.name);
        text += comments(source, value.doc, value.name, name, indent);
        text += line(name, source.dialect.number(value.value, one.type, source.spec.byte_order));
    }
    return text;
}

std::string write_enumeration(Source& source, const Enum& one) {
    const GenDialect& dialect = source.dialect;
    const EnumPatterns& patterns = dialect.enum_patterns;
    const std::string name = source.types.of(one.name);
    const std::string begin = fmt::format(fmt::runtime(patterns.begin), name, type_word(source, one.type));
    const std::string above = comments(source, one.doc, one.name, name, dialect.comments_inside ? "    " : "");
    Names own(patterns.accept != nullptr ? patterns.accept : dialect.accept, dialect.key);
    Names& names = patterns.has_scope ? own : source.values;
    return (dialect.comments_inside ? begin + above : above + begin) +
           value_lines(source, one, names, patterns.indent,
                       [&](const std::string& value, const std::string& number) {
                           return fmt::format(fmt::runtime(patterns.value), value, name, number);
                       }) +
           std::string(patterns.end);
}

std::string write_constant(Source& source, const Constant& constant, const std::string& name,
                           const std::string& number) {
    const GenDialect& dialect = source.dialect;
    const std::string type = type_word(source, constant.type);
    const bool is_enum = enum_of(source, constant.type) != nullptr;
    const std::string value = is_enum ? fmt::format(fmt::runtime(dialect.enum_number), type, number) : number;
    return comments(source, constant.doc, constant.name, name) +
           fmt::format(fmt::runtime(dialect.constant_pattern), name, type, value);
}

std::string plain_number(const Integer& value, const Type& type, ByteOrder /*order*/) {
    return type.kind == Kind::boolean ? (value.low != 0 ? "true" : "false") : to_string(value);
}

std::string short_word(Source& source, const Type& type, std::string_view pointer) {
    if (type.kind == Kind::pointer) return std::string(pointer);
    if (type.kind == Kind::byte || type.kind == Kind::unknown) return "u8";
    if (type.kind == Kind::enumeration || type.kind == Kind::record) return source.types.of(type.name);
    if (type.host_sized) return type.kind == Kind::signed_integer ? "isize" : "usize";
    return to_string(element_of(type));
}

const Enum* enum_of(const Source& source, const Type& type) {
    return type.kind == Kind::enumeration ? find_enum(source.spec, type.name) : nullptr;
}

}  // namespace abi::gen
