// Kaitai Struct 0.9 and later: a type for each record, each enumeration, and the constants that fit.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

#include "gen/formats.h"
#include "gen/pieces.h"

namespace abi {
namespace {

using namespace gen;

/// Words of its expressions, and names of its types.
constexpr std::string_view keywords =
    "and or not true false str strz bytes struct any bool io u1 u2 u4 u8 s1 s2 s4 s8 u2le u4le u8le s2le s4le s8le "
    "u2be "
    "u4be u8be s2be s4be s8be f4 f8 f4le f8le f4be f8be f2 b1 b2 b3 b4 b5 b6 b7 b8 b9";

/// Words of the languages that its compiler writes, and of their run time. The compiler leaves them as they are.
constexpr std::string_view target_words =
    "abstract as assert async auto await base boolean break byte case catch char chan class close const continue crate "
    "def default defer del delete do double elif else enum except export extends extern final finally fixed float fn "
    "for "
    "from func function global go goto if impl implements import in inline int interface internal is lambda let long "
    "loop map match mod move mut namespace new nil none nonlocal null object operator out override package params pass "
    "private protected pub public raise range ref register return self short signed sizeof static std string struct "
    "super switch template this throw throws trait try type typedef typename union unsafe unsigned use using var "
    "virtual "
    "void volatile where while with yield";

/// Identifiers of Kaitai are words in small letters: "CmdPacket" becomes "cmd_packet", "_pad" becomes "pad".
std::string accept(const std::string& name) {
    std::string made;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool is_upper = std::isupper(static_cast<unsigned char>(name[i])) != 0;
        const bool after_upper = i > 0 && std::isupper(static_cast<unsigned char>(name[i - 1])) != 0;
        const bool before_lower = i + 1 < name.size() && std::islower(static_cast<unsigned char>(name[i + 1])) != 0;
        const bool begins_word = is_upper && i > 0 && name[i - 1] != '_' && (!after_upper || before_lower);
        if (begins_word && !made.empty()) made += '_';
        if (name[i] == '_' && made.empty()) continue;
        made += is_upper ? static_cast<char>(name[i] - 'A' + 'a') : name[i];
    }
    if (made.empty() || std::isdigit(static_cast<unsigned char>(made[0])) != 0) made.insert(0, "n_");
    return is_word_of(keywords, made) || is_word_of(target_words, made) ? made + "_" : made;
}

/// A scalar of YAML in double quotes.
std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        if (c == '\n') {
            made += "\\n";
        } else if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) {
            made += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            made += c;
        }
    }
    return made + '"';
}

/// Numbers of Kaitai are at most those of 64 bits with a sign.
bool is_number(const Integer& value) {
    const std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    return value.high == 0 && value.low <= most + (value.negative ? 1 : 0);
}

std::string decimal(const Integer& value) {
    return fmt::format("{}{}", value.negative ? "-" : "", value.low);
}

std::string_view suffix(ByteOrder order) {
    return order == ByteOrder::big ? "be" : "le";
}

/// The lines of one attribute, without its id, indented by nothing.
struct Attribute {
    std::vector<std::string> lines;
    std::vector<std::string> docs;
};

/// Writes the file.
class Writer {
  public:
    explicit Writer(const GenRequest& request) : request_(request), spec_(request.spec), types_(accept) {
        for (const auto& one : spec_.enums) types_.of(one.name);
        for (const auto& record : spec_.records) types_.of(record.name);
    }

    std::string write() {
        std::string text;
        for (const auto& line : origin_lines(request_, "kaitai")) text += comment("#", line);
        const Record* main = main_record(spec_);
        text += fmt::format("meta:\n  id: {}\n  title: {}\n  endian: {}\n  bit-endian: {}\n",
                            accept(as_identifier(request_.name)), quoted(request_.name), suffix(spec_.byte_order),
                            suffix(spec_.byte_order));
        text += fmt::format("-spec-sha256: \"{}\"\n", request_.digest);
        Names own(accept);
        if (main != nullptr) {
            text += comment("#", "The first record that no other holds. For another one, change its type.");
            text += fmt::format("seq:\n  - id: {}\n    type: {}\n", own.of("record"), types_.of(main->name));
        }
        text += constants(own) + enums();
        std::string records;
        for (const auto& record : spec_.records) records += write_record(record);
        const std::string wide = wide_types();
        if (!records.empty() || !wide.empty()) text += "types:\n" + records + wide;
        return text;
    }

  private:
    /// The constants are instances, whose values need no bytes.
    std::string constants(Names& own) {
        std::string text;
        std::string left_out;
        for (const auto& one : spec_.constants) {
            if (!is_number(one.value)) {
                left_out += comment("#", fmt::format("{} is {}, which Kaitai cannot write: it has more than 63 bits.",
                                                     one.name, to_string(one.value)));
                continue;
            }
            text += fmt::format("  {}:\n    -orig-id: {}\n", own.of(one.name), one.name);
            if (!one.doc.empty()) text += "    doc: " + quoted(one.doc) + "\n";
            const bool is_bool = one.type.kind == Kind::boolean;
            text += fmt::format("    value: {}\n",
                                is_bool ? (one.value.low != 0 ? "true" : "false") : quoted(decimal(one.value)));
            if (one.type.kind == Kind::enumeration && has_values(one.type)) {
                text += fmt::format("    enum: {}\n", types_.of(one.type.name));
            }
        }
        return left_out + (text.empty() ? "" : "instances:\n" + text);
    }

    bool has_values(const Type& type) const {
        const Enum* one = find_enum(spec_, type.name);
        return one != nullptr && one->type.width_bits <= 64 &&
               std::ranges::any_of(one->enumerators, [](const Enumerator& e) { return is_number(e.value); });
    }

    std::string enums() {
        std::string text;
        for (const auto& one : spec_.enums) text += write_enum(one);
        return text.empty() ? "" : "enums:\n" + text;
    }

    std::string write_enum(const Enum& one) {
        std::string values;
        std::string left_out;
        Names names(accept);
        std::vector<std::string> seen;
        for (const auto& value : one.enumerators) {
            if (!is_number(value.value) || one.type.width_bits > 64) {
                left_out += comment("  #", fmt::format("{}.{} is {}, which Kaitai cannot name.", one.name, value.name,
                                                       to_string(value.value)));
                continue;
            }
            const std::string number = decimal(value.value);
            if (std::ranges::find(seen, number) != seen.end()) {
                values += comment("    #", fmt::format("{} is {}, too.", value.name, number));
                continue;
            }
            seen.push_back(number);
            values += fmt::format("    {}:\n      id: {}\n      -orig-id: {}\n", number, names.of(value.name),
                                  quoted(value.name));
            if (!value.doc.empty()) values += "      doc: " + quoted(value.doc) + "\n";
        }
        std::string text = comment("  #", one.doc) + left_out;
        if (!values.empty()) text += fmt::format("  {}:\n{}", types_.of(one.name), values);
        return text;
    }

    /// The type of a number of 128 bits: two halves. It is declared once for each sign and order.
    std::string wide(bool is_signed, ByteOrder order) {
        const std::string name = fmt::format("abi_{}128_{}", is_signed ? "s" : "u", suffix(order));
        std::string& type = wide_[name];
        if (type.empty()) {
            const std::string low = fmt::format("      - id: low\n        type: u8{}\n", suffix(order));
            const std::string high =
                fmt::format("      - id: high\n        type: {}8{}\n", is_signed ? "s" : "u", suffix(order));
            type = "    seq:\n" + (order == ByteOrder::big ? high + low : low + high);
        }
        return types_.of(name);
    }

    std::string wide_types() {
        std::string text;
        for (const auto& [name, type] : wide_) {
            text += comment("  #", "Kaitai has no number of 128 bits: the number is high * 2^64 + low.");
            text += fmt::format("  {}:\n{}", types_.of(name), type);
        }
        return text;
    }

    /// One element of a field that is not a bit-field.
    Attribute element(const Field& field) {
        const Type& type = field.type;
        const ByteOrder order = field.byte_order.value_or(spec_.byte_order);
        const std::string mark(field.byte_order && type.width_bits > 8 ? suffix(order) : "");
        const auto number = [&](std::string_view letter) {
            return fmt::format("type: {}{}{}", letter, type.width_bits / 8, type.width_bits > 8 ? mark : "");
        };
        switch (type.kind) {
        case Kind::record: return record_element(type);
        case Kind::floating:
            if (type.width_bits == 16) return {{number("u")}, {"The bits of a floating number of 16 bits."}};
            if (type.width_bits == 128) return {{"size: 16"}, {"A floating number of 128 bits."}};
            return {{number("f")}, {}};
        case Kind::boolean: return {{number("u")}, {"0 is false, 1 is true."}};
        case Kind::byte:
        case Kind::unknown: return {{"type: u1"}, {}};
        case Kind::pointer: return {{number("u")}, {"A pointer."}};
        case Kind::unsigned_integer:
        case Kind::signed_integer:
        case Kind::enumeration: break;
        }
        const Enum* one = type.kind == Kind::enumeration ? find_enum(spec_, type.name) : nullptr;
        const bool is_signed = one != nullptr ? one->type.kind == Kind::signed_integer
                                              : type.kind == Kind::signed_integer || type.is_signed;
        if (type.width_bits == 128) return {{"type: " + wide(is_signed, order)}, {}};
        Attribute made{{number(is_signed ? "s" : "u")}, {}};
        if (one != nullptr && has_values(type)) made.lines.push_back("enum: " + types_.of(type.name));
        return made;
    }

    /// The size makes a stream of its own, in which positions count from the record.
    Attribute record_element(const Type& type) {
        return {{"type: " + types_.of(type.name), fmt::format("size: {}", type.width_bits / 8)}, {}};
    }

    /// A field with its array, but without its place.
    Attribute attribute(const Field& field) {
        const Type& type = field.type;
        std::uint64_t count = 1;
        for (const auto extent : type.extents) count *= extent;
        const bool is_bytes = type.kind == Kind::byte && type.extents.size() + (type.flexible_tail ? 1 : 0) == 1;
        Attribute made = element(field);
        if (is_bytes) made.lines = {type.flexible_tail ? "size-eos: true" : fmt::format("size: {}", count)};
        const bool is_array = !type.extents.empty() || type.flexible_tail;
        if (is_array && !is_bytes) {
            made.lines.emplace_back("repeat: expr");
            made.lines.push_back(type.flexible_tail
                                     ? fmt::format("repeat-expr: (_io.size - _io.pos) / {} * {}",
                                                   std::max<std::uint64_t>(type.width_bits * count / 8, 1), count)
                                     : fmt::format("repeat-expr: {}", count));
        }
        if (type.flexible_tail) made.docs.emplace_back("As many elements as there are bytes.");
        if (type.extents.size() + (type.flexible_tail ? 1 : 0) > 1) {
            made.docs.push_back(spelled(field) + ", row after row.");
        }
        return made;
    }

    std::string write_attribute(std::string_view indent, const Field& field, Attribute made) {
        if (field.role == Role::padding) made.docs.emplace_back("Padding: zero.");
        if (field.role == Role::reserved) made.docs.emplace_back("Reserved: zero.");
        if (!field.doc.empty()) made.docs.insert(made.docs.begin(), field.doc);
        std::string text = fmt::format("{}-orig-id: {}\n", indent, quoted(field.name));
        if (!made.docs.empty())
            text += fmt::format("{}doc: {}\n", indent, quoted(fmt::format("{}", fmt::join(made.docs, "\n"))));
        for (const auto& line : made.lines) text += std::string(indent) + line + "\n";
        return text;
    }

    /// The parts of one record while it is written.
    struct Parts {
        Names names{accept};
        std::string seq{};
        std::string instances{};
        std::string types{};
    };

    std::string write_record(const Record& record) {
        Parts parts;
        for (const auto& field : record.fields) parts.names.of(field.name);
        for (const auto& piece : pieces_of(spec_, record)) add_piece(piece, parts);
        std::string text = comment("  #", format_remarks(record));
        text += fmt::format("  {}:\n    -orig-id: {}\n", types_.of(record.name), quoted(record.name));
        if (!record.doc.empty()) text += "    doc: " + quoted(record.doc) + "\n";
        if (!parts.seq.empty()) text += "    seq:\n" + parts.seq;
        if (!parts.instances.empty()) text += "    instances:\n" + parts.instances;
        if (!parts.types.empty()) text += "    types:\n" + parts.types;
        return text;
    }

    void add_piece(const Piece& piece, Parts& parts) {
        switch (piece.what) {
        case Piece::What::field:
        case Piece::What::tail: {
            const Field& field = *piece.fields.front();
            parts.seq += fmt::format("      - id: {}\n", parts.names.of(field.name));
            parts.seq += write_attribute("        ", field, attribute(field));
            return;
        }
        case Piece::What::bits: return add_bits(piece, parts);
        case Piece::What::shared: return add_shared(piece, parts);
        }
    }

    /// Bits that no field covers are skipped.
    void add_bits(const Piece& piece, Parts& parts) {
        std::uint64_t at = piece.begin_bits;
        for (const auto* field : piece.fields) {
            parts.seq += skipped(at, field->offset_bits, *field, parts.names);
            parts.seq += bits(*field, parts, parts.names.of(field->name), "      ", parts.instances);
            at = field->offset_bits + *field->bit_width;
        }
        parts.seq += skipped(at, piece.end_bits, *piece.fields.back(), parts.names);
    }

    std::string skipped(std::uint64_t from, std::uint64_t to, const Field& like, Names& names) {
        if (from >= to) return "";
        return fmt::format("      - id: {}\n        type: b{}{}\n", names.free(fmt::format("skipped_{}", from)),
                           to - from, suffix(like.byte_order.value_or(spec_.byte_order)));
    }

    bool is_signed(const Type& type) const {
        const Enum* one = type.kind == Kind::enumeration ? find_enum(spec_, type.name) : nullptr;
        return one != nullptr ? one->type.kind == Kind::signed_integer : type.kind == Kind::signed_integer;
    }

    /// The attributes of a bit-field in a sequence. What needs a computed value gets an instance called `name`.
    std::string bits(const Field& field, Parts& parts, const std::string& name, std::string_view indent,
                     std::string& instances) {
        const unsigned width = *field.bit_width;
        const ByteOrder order = field.byte_order.value_or(spec_.byte_order);
        if (width > 64) return wide_bits(field, parts, name, indent);
        const std::string inner(indent.size() + 2, ' ');
        Attribute made{{fmt::format("type: b{}{}", width, suffix(order))}, {}};
        const bool has_enum = field.type.kind == Kind::enumeration && has_values(field.type);
        const bool computes = is_signed(field.type) && width <= 62;
        if (is_signed(field.type) && !computes) made.docs.emplace_back("With a sign, which Kaitai cannot show here.");
        if (has_enum && !is_signed(field.type)) made.lines.push_back("enum: " + types_.of(field.type.name));
        if (!computes)
            return fmt::format("{}- id: {}\n", indent, name) + write_attribute(inner, field, std::move(made));
        const std::string raw = parts.names.free(name + "_bits");
        const std::uint64_t top = std::uint64_t{1} << (width - 1);
        const std::string value = width == 1 ? fmt::format("{} ? -1 : 0", raw)
                                             : fmt::format("{0} >= {1} ? {0} - {2} : {0}", raw, top, top * 2);
        instances += fmt::format("      {}:\n", name);
        Attribute computed{{fmt::format("value: '{}'", value)}, {}};
        if (has_enum) computed.lines.push_back("enum: " + types_.of(field.type.name));
        instances += write_attribute("        ", field, std::move(computed));
        return fmt::format("{}- id: {}\n{}type: b{}{}\n", indent, raw, inner, width, suffix(order));
    }

    std::string wide_bits(const Field& field, Parts& parts, const std::string& name, std::string_view indent) {
        const std::string inner(indent.size() + 2, ' ');
        const ByteOrder order = field.byte_order.value_or(spec_.byte_order);
        const std::string note = fmt::format("{} is {}_high * 2^64 + {}_low.", field.name, name, name);
        const auto part = [&](std::string_view what, unsigned width) {
            return fmt::format("{}- id: {}\n", indent, parts.names.free(fmt::format("{}_{}", name, what))) +
                   write_attribute(inner, field, {{fmt::format("type: b{}{}", width, suffix(order))}, {note}});
        };
        const unsigned high = *field.bit_width - 64;
        return order == ByteOrder::big ? part("high", high) + part("low", 64) : part("low", 64) + part("high", high);
    }

    /// Fields that share bytes are instances at their places. The sequence goes on behind the bytes.
    void add_shared(const Piece& piece, Parts& parts) {
        for (const auto* field : piece.fields) add_instance(*field, parts);
        const std::uint64_t bytes = (piece.end_bits - piece.begin_bits) / 8;
        if (bytes == 0) return;
        const std::string name = parts.names.free(fmt::format("bytes_{}", piece.begin_bits / 8));
        parts.seq += fmt::format("      - id: {}\n        size: {}\n", name, bytes);
        parts.seq += fmt::format("        doc: {}\n", quoted("Bytes that several fields share: see the instances."));
    }

    void add_instance(const Field& field, Parts& parts) {
        const std::string& name = parts.names.of(field.name);
        if (!field.bit_width) {
            Attribute made = attribute(field);
            made.lines.insert(made.lines.begin(), fmt::format("pos: {}", field.offset_bits / 8));
            if (field.type.flexible_tail) tail_from(field, made);
            parts.instances += fmt::format("      {}:\n", name);
            parts.instances += write_attribute("        ", field, std::move(made));
            return;
        }
        // An instance begins at a byte, so a type of its own skips the bits before the bit-field.
        const std::string type = parts.names.free(name + "_in_bytes");
        const std::string place = parts.names.free(name + "_place");
        Parts inner;
        std::string seq = skipped(field.offset_bits / 8 * 8, field.offset_bits, field, inner.names);
        seq += bits(field, inner, "value", "      ", inner.instances);
        std::string body = "    seq:\n" + seq;
        if (!inner.instances.empty()) body += "    instances:\n" + inner.instances;
        parts.types += fmt::format("      {}:\n", type);
        for (std::string_view rest = body; !rest.empty();) {
            const auto end = rest.find('\n') + 1;
            parts.types += "    " + std::string(rest.substr(0, end));
            rest.remove_prefix(end);
        }
        parts.instances +=
            fmt::format("      {}:\n        pos: {}\n        type: {}\n", place, field.offset_bits / 8, type);
        if (*field.bit_width > 64) return;
        parts.instances += fmt::format("      {}:\n", name);
        parts.instances += write_attribute("        ", field, {{fmt::format("value: {}.value", place)}, {}});
    }

    /// The position of the stream is not yet that of the instance where the number of elements is computed.
    static void tail_from(const Field& field, Attribute& made) {
        for (auto& line : made.lines) {
            const auto at = line.find("_io.pos");
            if (at != std::string::npos) line.replace(at, 7, std::to_string(field.offset_bits / 8));
        }
    }

    const GenRequest& request_;
    const Layout& spec_;
    Names types_;
    std::map<std::string, std::string> wide_;
};

}  // namespace

std::string gen_kaitai(const GenRequest& request) {
    return Writer(request).write();
}

}  // namespace abi
