// Python 3.8 and later: ctypes for bytes in place, a format of `struct` for bytes that travel.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/gen.h"
#include "gen/pieces.h"
#include "gen/words.h"

namespace abi {
namespace {

using namespace gen;

constexpr auto keywords = std::to_array<std::string_view>(
    {"False",  "None",        "True",    "and",    "as",   "assert", "async",  "await",    "break",
     "class",  "continue",    "def",     "del",    "elif", "else",   "except", "finally",  "for",
     "from",   "global",      "if",      "import", "in",   "is",     "lambda", "nonlocal", "not",
     "or",     "pass",        "raise",   "return", "try",  "while",  "with",   "yield",    "_fields_",
     "_pack_", "_anonymous_", "_align_", "mro",    "name", "value",  "ctypes", "enum"});

/// Inside a class, Python takes __name for the class's own and writes its name before it.
std::string accept(const std::string& name) {
    if (name.starts_with("__") && !name.ends_with("__"))
        return "_" + name.substr(std::min(name.find_first_not_of('_'), name.size()));
    return std::ranges::find(keywords, name) == keywords.end() ? name : name + "_";
}

/// Names of an Enum's members; those that begin with an underscore are Python's own.
std::string accept_member(const std::string& name) {
    return name.starts_with('_') ? "value" + name : accept(name);
}

std::string literal(const Integer& value) {
    return (value.negative ? "-" : "") + magnitude(value);
}

/// One element as ctypes has it, in numbers of fixed width only: how wide the rest is, the machine decides on which
/// Python runs.
std::string element_word(const Type& type, Names& types) {
    if (type.kind == Kind::record) return types.of(type.name);
    if (type.width_bits == 128) return "_u8 * 16";
    if (type.kind == Kind::byte || type.kind == Kind::boolean || type.kind == Kind::unknown) return "_u8";
    if (type.kind == Kind::floating) return fmt::format("_{}{}", type.width_bits == 16 ? 'u' : 'f', type.width_bits);
    const bool is_signed = type.kind == Kind::signed_integer || type.is_signed;
    return fmt::format("_{}{}", is_signed ? 'i' : 'u', type.width_bits);
}

std::string type_word(const Type& type, Names& types) {
    std::string text = element_word(type, types);
    for (auto extent = type.extents.rbegin(); extent != type.extents.rend(); ++extent) {
        text = fmt::format("({}) * {}", text, *extent);
    }
    return type.flexible_tail ? fmt::format("({}) * 0", text) : text;
}

/// The letters of `struct`: a number as a number, what it has no letter for as bytes.
std::string format_of(const Field& field) {
    const std::uint64_t bytes = size_bits(field) / 8;
    if (bytes == 0) return "";
    if (field.role == Role::padding) return fmt::format("{}x", bytes);
    const Type& type = field.type;
    const bool is_signed = type.kind == Kind::signed_integer || type.is_signed;
    char letter = 0;
    switch (type.kind) {
    case Kind::unsigned_integer:
    case Kind::signed_integer:
    case Kind::enumeration:
    case Kind::pointer:
        letter = type.width_bits == 8 ? 'b' : type.width_bits == 16 ? 'h' : type.width_bits == 32 ? 'i' : 'q';
        if (!is_signed) letter = static_cast<char>(letter - 'a' + 'A');
        if (type.width_bits == 128) letter = 0;
        break;
    case Kind::floating:
        letter = type.width_bits == 16 ? 'e' : type.width_bits == 32 ? 'f' : type.width_bits == 64 ? 'd' : '\0';
        break;
    case Kind::boolean: letter = '?'; break;
    case Kind::byte:
    case Kind::record:
    case Kind::unknown: break;
    }
    if (letter == 0) return fmt::format("{}s", bytes);
    const std::uint64_t count = bytes * 8 / type.width_bits;
    return type.extents.empty() ? std::string(1, letter) : fmt::format("{}{}", count, letter);
}

class PythonRecords {
  public:
    PythonRecords(const Layout& spec, Names& types) : spec_(spec), types_(types) {}

    std::string write(const Record& record) {
        Names names(accept);
        fields_.clear();
        properties_.clear();
        checks_.clear();
        format_ = spec_.byte_order == ByteOrder::little ? "<" : ">";
        for (const auto& piece : pieces_of(spec_, record)) add_piece(record, piece, names);
        const bool is_union = record.kind == RecordKind::union_;
        const std::string type = types_.of(record.name);
        std::string text = fmt::format("class {}({}):\n", type, is_union ? "ctypes.Union" : "ctypes.Structure");
        text += comment("    #", record.doc) + comment("    #", renamed(record.name, type));
        if (record.grows_at_end) text += "    # Grows at its end: newer writers may append fields.\n";
        if (!record.targets.empty()) {
            std::string targets;
            for (const auto& target : record.targets) targets += (targets.empty() ? "" : ", ") + target;
            text += comment("    #", "Exists on " + targets + " only.");
        }
        text += fmt::format(
            "    # Aligned to {} bytes where it lies in memory; its fields are all where they are said to "
            "be.\n    _pack_ = 1\n    _fields_ = [\n{}    ]\n{}\n\n",
            *record.align_bytes, fields_, properties_);
        text += fmt::format("_check({}, {}, {{\n{}}})\n", type, *record.size_bytes, checks_);
        if (!is_union) {
            const std::string name = types_.free(type + "_FORMAT");
            text += fmt::format("{0} = \"{1}\"\n_check_format({0}, {2})\n", name, format_, *record.size_bytes);
        }
        return text + "\n\n";
    }

  private:
    void add_member(const std::string& name, const std::string& type, std::uint64_t begin_bits, std::uint64_t bytes,
                    const std::string& note) {
        fields_ += fmt::format("        (\"{}\", {}),{}\n", name, type, note);
        checks_ += fmt::format("    \"{}\": ({}, {}),\n", name, begin_bits / 8, bytes);
    }

    void add_field(const Field& field, Names& names) {
        const std::string name = names.of(field.name);
        fields_ += comment("        #", field.doc) + comment("        #", renamed(field.name, name));
        std::string note = field.role == Role::padding    ? "  # padding: zero"
                           : field.role == Role::reserved ? "  # reserved: zero"
                                                          : "";
        if (field.type.kind == Kind::enumeration) note += "  # " + field.type.name;
        const bool is_number = field.type.kind == Kind::unsigned_integer || field.type.kind == Kind::signed_integer;
        if (is_number && field.type.width_bits == 128) {
            note += fmt::format("  # {}: int.from_bytes(bytes, \"{}\", signed={})", to_string(element_of(field.type)),
                                spec_.byte_order == ByteOrder::little ? "little" : "big",
                                field.type.kind == Kind::signed_integer ? "True" : "False");
        }
        const bool is_odd =
            field.type.kind == Kind::floating && (field.type.width_bits == 16 || field.type.width_bits == 128);
        if (is_odd) note += fmt::format("  # the bits of an f{}", field.type.width_bits);
        add_member(name, type_word(field.type, types_), field.offset_bits, size_bits(field) / 8, note);
        format_ += format_of(field);
    }

    void add_bit_property(const Field& field, Names& names) {
        const std::string name = names.of(field.name);
        const bool is_signed = field.type.kind == Kind::signed_integer || field.type.is_signed;
        properties_ += comment("    #", field.doc) + comment("    #", renamed(field.name, name));
        properties_ += fmt::format("    {} = _bits({}, {}, {})\n", name, field.offset_bits, *field.bit_width,
                                   is_signed ? "True" : "False");
    }

    void add_property(const Field& field, Names& names) {
        if (field.bit_width) return add_bit_property(field, names);
        const std::string name = names.of(field.name);
        properties_ += comment("    #", field.doc) + comment("    #", renamed(field.name, name));
        properties_ +=
            fmt::format("    {} = _view({}, {})\n", name, type_word(field.type, types_), field.offset_bits / 8);
    }

    /// Bytes, and properties that find in them what ctypes would place elsewhere on some machine.
    void add_bytes(const Piece& piece, Names& names, const std::string& prefix) {
        const std::uint64_t bytes = (piece.end_bits - piece.begin_bits) / 8;
        for (const auto* field : piece.fields) names.of(field->name);
        for (const auto* field : piece.fields) add_property(*field, names);
        if (bytes == 0) return;
        add_member(names.free(fmt::format("{}{}", prefix, piece.begin_bits / 8)), fmt::format("_u8 * {}", bytes),
                   piece.begin_bits, bytes, "");
        format_ += fmt::format("{}s", bytes);
    }

    void add_piece(const Record& record, const Piece& piece, Names& names) {
        switch (piece.what) {
        case Piece::What::field:
        case Piece::What::tail: return add_field(*piece.fields.front(), names);
        case Piece::What::bits: return add_bytes(piece, names, "bits");
        case Piece::What::shared: break;
        }
        if (record.kind != RecordKind::union_) return add_bytes(piece, names, "bytes");
        for (const auto* field : piece.fields) {
            if (field->offset_bits == 0 && !field->bit_width) add_field(*field, names);
        }
        for (const auto* field : piece.fields) {
            if (field->offset_bits != 0 || field->bit_width) add_property(*field, names);
        }
        add_member(names.free("bytes0"), fmt::format("_u8 * {}", *record.size_bytes), 0, *record.size_bytes, "");
    }

    const Layout& spec_;
    Names& types_;
    std::string fields_;
    std::string properties_;
    std::string checks_;
    std::string format_;
};

std::string write_enum(const Enum& one, Names& types) {
    const std::string name = types.of(one.name);
    std::string text = fmt::format("class {}(enum.IntEnum):\n", name);
    text += comment("    #", one.doc) + comment("    #", renamed(one.name, name));
    Names values(accept_member);
    for (const auto& value : one.enumerators) {
        const std::string given = values.of(value.name);
        text += comment("    #", value.doc) + comment("    #", renamed(value.name, given));
        text += fmt::format("    {} = {}\n", given, literal(value.value));
    }
    return text + "\n\n";
}

std::string write_constant(const Constant& constant, Names& types) {
    const std::string name = types.of_value(constant.name);
    std::string value = literal(constant.value);
    if (constant.type.kind == Kind::boolean) value = constant.value.low != 0 ? "True" : "False";
    return comment("#", constant.doc) + comment("#", renamed(constant.name, name)) +
           fmt::format("{} = {}\n", name, value);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> ordered_numbers{{{"_u16", "c_uint16"},
                                                                                        {"_u32", "c_uint32"},
                                                                                        {"_u64", "c_uint64"},
                                                                                        {"_i16", "c_int16"},
                                                                                        {"_i32", "c_int32"},
                                                                                        {"_i64", "c_int64"},
                                                                                        {"_f32", "c_float"},
                                                                                        {"_f64", "c_double"}}};

constexpr std::string_view helpers = R"(
def _check(record, size, places):
    """Is the record what the spec says? Said when it is imported, not when it is too late."""
    found = {name: (getattr(record, name).offset, getattr(record, name).size) for name in places}
    if ctypes.sizeof(record) != size:
        raise ImportError(f"{record.__name__} has {ctypes.sizeof(record)} bytes, the spec says {size}")
    if found != places:
        raise ImportError(f"{record.__name__}: offsets and sizes are {found}, the spec says {places}")


def _check_format(text, size):
    if struct.calcsize(text) != size:
        raise ImportError(f"{text} has {struct.calcsize(text)} bytes, the spec says {size}")


def _view(kind, offset):
    """A field that shares its bytes with others."""

    def get(record):
        field = kind.from_buffer(record, offset)
        return field.value if isinstance(field, ctypes._SimpleCData) else field

    def put(record, value):
        field = kind.from_buffer(record, offset)
        if isinstance(field, ctypes._SimpleCData):
            field.value = value
        else:
            ctypes.memmove(field, bytes(value), ctypes.sizeof(field))

    return property(get, put)


def _bits(first, width, signed):
    """A bit-field: its first bit, counted from the low end of little-endian bytes, the high end of big-endian ones."""
    begin, end = first // 8, (first + width + 7) // 8
    shift = first % 8 if _ORDER == "little" else end * 8 - first - width
    mask = (1 << width) - 1

    def get(record):
        memory = (ctypes.c_uint8 * (end - begin)).from_buffer(record, begin)
        value = int.from_bytes(bytes(memory), _ORDER) >> shift & mask
        return value - (1 << width) if signed and value >> (width - 1) else value

    def put(record, value):
        memory = (ctypes.c_uint8 * (end - begin)).from_buffer(record, begin)
        whole = int.from_bytes(bytes(memory), _ORDER) & ~(mask << shift)
        memory[:] = (whole | (value & mask) << shift).to_bytes(end - begin, _ORDER)

    return property(get, put)


)";

}  // namespace

std::string gen_python(const GenRequest& request) {
    const Layout& spec = request.spec;
    const bool is_little = spec.byte_order == ByteOrder::little;
    Names types(accept);
    // What the text itself calls: its imports, its own helpers, and what these take from Python.
    for (const char* name :
         {"struct", "SPEC_SHA256", "RECORD_SHA256", "_check", "_check_format", "_view", "_bits", "_ORDER", "_u8", "_i8",
          "property", "getattr", "isinstance", "int", "bytes", "ImportError"}) {
        types.reserve(name);
    }
    for (const auto& [name, word] : ordered_numbers) types.reserve(std::string(name));
    for (const auto& one : spec.enums) types.of(one.name);
    for (const auto& record : spec.records) types.of(record.name);
    PythonRecords records(spec, types);
    std::string text;
    for (const auto& line : heading(request, "python")) text += comment("#", line);
    text += "import ctypes\nimport enum\nimport struct\n\n";
    text += fmt::format("SPEC_SHA256 = \"{}\"\nRECORD_SHA256 = {{\n", request.digest);
    for (const auto& [record, digest] : request.record_digests)
        text += fmt::format("    \"{}\": \"{}\",\n", record, digest);
    text += fmt::format("}}\n\n_ORDER = \"{}\"\n", is_little ? "little" : "big");
    // Numbers bring their byte order along, so that structures and unions need none of their own.
    text += "_u8, _i8 = ctypes.c_uint8, ctypes.c_int8\n";
    for (const auto& [name, word] : ordered_numbers) {
        text += fmt::format("{} = ctypes.{}.__ctype_{}__\n", name, word, is_little ? "le" : "be");
    }
    text += "\n" + std::string(helpers);
    for (const auto& one : spec.enums) text += write_enum(one, types);
    for (const auto& constant : spec.constants) text += write_constant(constant, types);
    if (!spec.constants.empty()) text += "\n\n";
    for (const auto* record : in_order(spec)) text += records.write(*record);
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

}  // namespace abi
