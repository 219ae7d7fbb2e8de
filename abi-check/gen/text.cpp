// Text as pahole prints it: each field with its offset and size in bytes, then sums, holes and padding.
#include <fmt/format.h>

#include <algorithm>

#include "gen/formats.h"
#include "gen/pieces.h"

namespace abi {
namespace {

using namespace gen;

constexpr std::uint64_t cacheline_bytes = 64;

/// "u16 deep[2][3]", and for a bit-field "u32 level:4".
std::string declaration(const Field& field) {
    const std::string whole = spelled({.name = field.name, .type = element_of(field.type)});
    const bool is_record = field.type.kind == Kind::record;
    const bool is_enum = field.type.kind == Kind::enumeration;
    const std::string word = field.type.kind == Kind::byte ? "u8" : whole;
    std::string name = field.name;
    if (field.type.flexible_tail) name += "[]";
    for (const auto extent : field.type.extents) name += fmt::format("[{}]", extent);
    if (field.bit_width) name += fmt::format(":{}", *field.bit_width);
    return fmt::format("{:<26} {}", (is_record ? "struct " : is_enum ? "enum " : "") + word, name + ";");
}

/// "/*     8     4 */"; for a bit-field "/*     0: 5  4 */", with its first bit in the unit of its type.
std::string place(const Field& field) {
    if (!field.bit_width) return fmt::format("/* {:>5} {:>5} */", field.offset_bits / 8, size_bits(field) / 8);
    const std::uint64_t width = std::max<std::uint64_t>(field.type.width_bits, 8);
    std::uint64_t unit = field.offset_bits / width * width;
    if (end_of(field) > unit + width) unit = field.offset_bits / 8 * 8;
    return fmt::format("/* {:>5}:{:>2} {:>2} */", unit / 8, field.offset_bits - unit, width / 8);
}

std::string words_of(const Field& field) {
    std::string text;
    const auto add = [&](std::string_view word) { text += fmt::format(" /* {} */", word); };
    if (field.role == Role::padding) add("padding: zero");
    if (field.role == Role::reserved) add("reserved: zero");
    if (field.role == Role::tag) add("tag");
    if (field.byte_order && field.type.width_bits > 8 && field.type.kind != Kind::record) {
        add(fmt::format("{}-endian", to_string(*field.byte_order)));
    }
    if (!field.since.empty()) add("since " + field.since);
    return text;
}

/// Writes one record.
class Writer {
  public:
    Writer(const Layout& spec, const Record& record) : spec_(spec), record_(record) {}

    std::string write() {
        text_ += comment("//", record_.doc) + comment("//", format_remarks(record_));
        text_ += fmt::format("{} {} {{\n", is_union() ? "union" : "struct", record_.name);
        for (const auto& piece : pieces_of(spec_, record_)) add_piece(piece);
        if (!is_union()) add_hole(record_.size_bytes.value_or(0) * 8, true);
        add_summary();
        return text_ + "};\n\n";
    }

  private:
    bool is_union() const { return record_.kind == RecordKind::union_; }

    void add_piece(const Piece& piece) {
        if (piece.what == Piece::What::shared && !is_union()) return add_shared(piece);
        for (const auto* field : piece.fields) {
            if (!is_union()) {
                add_hole(field->offset_bits, false);
                add_boundary(field->offset_bits);
            }
            add_line("\t", *field);
            at_bits_ = std::max(at_bits_, end_of(*field));
        }
    }

    void add_shared(const Piece& piece) {
        add_hole(piece.begin_bits, false);
        add_boundary(piece.begin_bits);
        text_ += "\tunion {\n";
        for (const auto* field : piece.fields) add_line("\t\t", *field);
        text_ += fmt::format("\t{:<50} /* {:>5} {:>5} */\n", "};", piece.begin_bits / 8,
                             (piece.end_bits - piece.begin_bits) / 8);
        at_bits_ = std::max(at_bits_, piece.end_bits);
    }

    void add_line(std::string_view indent, const Field& field) {
        text_ += comment(std::string(indent) + "//", field.doc);
        const std::size_t width = indent.size() == 1 ? 50 : 42;
        text_ += fmt::format("{}{:<{}} {}{}\n", indent, declaration(field), width, place(field), words_of(field));
        ++members_;
        if (field.role == Role::padding) padding_bits_ += size_bits(field);
        if (field.role == Role::reserved) reserved_bits_ += size_bits(field);
    }

    /// Bits that no field covers.
    void add_hole(std::uint64_t to_bits, bool is_end) {
        if (to_bits <= at_bits_) return;
        const std::uint64_t bits = to_bits - at_bits_;
        hole_bits_ += bits;
        const std::string size = bits % 8 == 0 ? fmt::format("{} bytes", bits / 8) : fmt::format("{} bits", bits);
        if (is_end) {
            text_ += fmt::format("\n\t/* XXX {} of padding that no field declares */\n", size);
        } else {
            text_ += fmt::format("\n\t/* XXX {} hole that no field declares */\n\n", size);
        }
        at_bits_ = to_bits;
    }

    void add_boundary(std::uint64_t offset_bits) {
        const std::uint64_t line = offset_bits / 8 / cacheline_bytes;
        if (line <= line_) return;
        line_ = line;
        const std::uint64_t ago = offset_bits / 8 % cacheline_bytes;
        text_ += fmt::format("\t/* --- cacheline {} boundary ({} bytes){} --- */\n", line, line * cacheline_bytes,
                             ago == 0 ? "" : fmt::format(" was {} bytes ago", ago));
    }

    void add_summary() {
        const std::uint64_t size = record_.size_bytes.value_or(0);
        text_ += fmt::format("\n\t/* size: {}, align: {}, cachelines: {}, members: {} */\n", size,
                             record_.align_bytes.value_or(1), (size + cacheline_bytes - 1) / cacheline_bytes, members_);
        add_sum("declared padding", padding_bits_);
        add_sum("reserved", reserved_bits_);
        add_sum("holes", hole_bits_);
        if (size % cacheline_bytes != 0)
            text_ += fmt::format("\t/* last cacheline: {} bytes */\n", size % cacheline_bytes);
    }

    void add_sum(std::string_view what, std::uint64_t bits) {
        if (bits == 0) return;
        text_ += fmt::format("\t/* {}: {} bytes{} */\n", what, bits / 8,
                             bits % 8 == 0 ? "" : fmt::format(" and {} bits", bits % 8));
    }

    const Layout& spec_;
    const Record& record_;
    std::string text_;
    std::uint64_t at_bits_ = 0;
    std::uint64_t line_ = 0;
    std::uint64_t padding_bits_ = 0;
    std::uint64_t reserved_bits_ = 0;
    std::uint64_t hole_bits_ = 0;
    std::size_t members_ = 0;
};

std::string write_enum(const Enum& one) {
    std::string text = comment("//", one.doc) + fmt::format("enum {} : {} {{\n", one.name, to_string(one.type));
    for (const auto& value : one.enumerators) {
        text += comment("\t//", value.doc) + fmt::format("\t{} = {},\n", value.name, to_string(value.value));
    }
    return text + "};\n\n";
}

}  // namespace

std::string gen_text(const GenRequest& request) {
    std::string text;
    for (const auto& line : origin_lines(request, "text")) text += comment("//", line);
    text += comment(
        "//",
        fmt::format("Byte order: {}. Offsets and sizes are in bytes; a bit-field has its first bit behind the offset.",
                    to_string(request.spec.byte_order)));
    text += "\n";
    for (const auto& one : request.spec.enums) text += write_enum(one);
    text += constants_comment(request.spec, "//");
    for (const auto* record : in_order(request.spec)) text += Writer(request.spec, *record).write();
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

}  // namespace abi
