// Rust, edition 2021: a module of #[repr(C)] declarations. offset_of! needs Rust 1.77.
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
    {"abstract", "as",      "async",  "await", "become", "box",  "break", "const",    "continue", "do",     "dyn",
     "else",     "enum",    "extern", "false", "final",  "fn",   "for",   "gen",      "if",       "impl",   "in",
     "let",      "loop",    "macro",  "match", "mod",    "move", "mut",   "override", "priv",     "pub",    "ref",
     "return",   "static",  "struct", "trait", "true",   "try",  "type",  "typeof",   "union",    "unsafe", "unsized",
     "use",      "virtual", "where",  "while", "yield",  "bool", "core",  "std"});
constexpr auto never_raw = std::to_array<std::string_view>({"self", "Self", "super", "crate", "_"});

std::string accept(const std::string& name) {
    if (std::ranges::find(never_raw, name) != never_raw.end()) return name + "_";
    return std::ranges::find(keywords, name) == keywords.end() ? name : "r#" + name;
}

class RustRecords {
  public:
    RustRecords(const GenRequest& request, Names& types) : spec_(request.spec), types_(types) {}

    std::string write(const Record& record) {
        Names names(accept);
        members_.clear();
        assertions_.clear();
        type_ = types_.of(record.name);
        const std::uint64_t align = *record.align_bytes;
        // Rust's packed(N) limits the alignment of all fields and is that of the whole.
        limit_ = record.packed ? align : 0;
        has_member_ = false;
        for (const auto& piece : pieces_of(spec_, record)) add_piece(record, piece, names);

        std::string repr = "C";
        if (record.packed) {
            repr += align == 1 ? ", packed" : fmt::format(", packed({})", align);
            members_ += filler(names);
        } else if (align > least_alignment_of(spec_, record)) {
            repr += fmt::format(", align({})", align);
        }
        const std::string here = condition(record);
        const std::string cfg = here.empty() ? "" : fmt::format("#[cfg({})]\n", here);
        std::string text = comment("///", record.doc) + comment("//", renamed(record.name, type_));
        if (record.grows_at_end) text += "/// Grows at its end: newer writers may append fields.\n";
        const char* keyword = record.kind == RecordKind::union_ ? "union" : "struct";
        text += fmt::format("{}#[repr({})]\n#[derive(Clone, Copy)]\npub {} {} {{\n{}}}\n", cfg, repr, keyword, type_,
                            members_);
        text += fmt::format("{}const _: () = {{\n{}{}{}}};\n\n", cfg,
                            assertion(fmt::format("::core::mem::size_of::<{}>()", type_), *record.size_bytes),
                            assertion(fmt::format("::core::mem::align_of::<{}>()", type_), align), assertions_);
        return text;
    }

    std::string type_word(const Type& type) {
        std::string text = element_word(type);
        for (auto extent = type.extents.rbegin(); extent != type.extents.rend(); ++extent) {
            text = fmt::format("[{}; {}]", text, *extent);
        }
        return type.flexible_tail ? fmt::format("[{}; 0]", text) : text;
    }

  private:
    std::string element_word(const Type& type) {
        switch (type.kind) {
        case Kind::unsigned_integer: return type.host_sized ? "usize" : fmt::format("u{}", type.width_bits);
        case Kind::signed_integer: return fmt::format("i{}", type.width_bits);
        case Kind::floating:
            if (type.width_bits == 16 || type.width_bits == 128) return fmt::format("u{}", type.width_bits);
            return fmt::format("f{}", type.width_bits);
        case Kind::boolean: return "bool";
        case Kind::pointer: return "*mut ::core::ffi::c_void";
        case Kind::enumeration:
        case Kind::record: return types_.of(type.name);
        case Kind::byte:
        case Kind::unknown: break;
        }
        return "u8";
    }

    std::string condition(const Record& record) const {
        std::string any;
        for (const auto& target : record.targets) {
            const Machine* machine = machine_of(target);
            const std::string one = machine != nullptr ? std::string(machine->rust)
                                                       : fmt::format("abi_target = \"{}\"", as_identifier(target));
            if (any.find(one) == std::string::npos) any += (any.empty() ? "" : ", ") + one;
        }
        if (!any.empty()) any = "any(" + any + ")";
        for (const unsigned bytes : {4U, 8U}) {
            const auto asks = [&](const Record& r) { return r.pointer_bytes == bytes; };
            if (!any_within(spec_, record, asks)) continue;
            const std::string width = fmt::format("target_pointer_width = \"{}\"", bytes * 8);
            any = any.empty() ? width : fmt::format("all({}, {})", any, width);
        }
        return any;
    }

    static std::string assertion(const std::string& left, std::uint64_t right) {
        return fmt::format("    assert!({} == {});\n", left, right);
    }

    void add_member(const std::string& name, const std::string& type, std::uint64_t begin_bits, std::uint64_t bytes,
                    const std::string& note) {
        has_member_ = true;
        members_ += fmt::format("    pub {}: {},{}\n", name, type, note);
        assertions_ += assertion(fmt::format("::core::mem::offset_of!({}, {})", type_, name), begin_bits / 8);
        assertions_ += assertion(
            fmt::format("abi_width(|abi_r: &{}| unsafe {{ ::core::ptr::addr_of!((*abi_r).{}) }})", type_, name), bytes);
    }

    /// A packed record can have a field whose own alignment it limits to the right one, but none that it would move,
    /// and none with an alignment that was written down.
    bool needs_bytes(const Record& record, const Field& field) const {
        if (!record.packed) return false;
        const std::uint64_t align = std::min(limit_, alignment_of(spec_, field.type));
        if (field.offset_bits % (align * 8) != 0) return true;
        const Record* inner = field.type.kind == Kind::record ? find_record(spec_, field.type.name) : nullptr;
        return inner != nullptr && any_within(spec_, *inner, [&](const Record& r) {
                   return !r.packed && *r.align_bytes > least_alignment_of(spec_, r);
               });
    }

    void add_field(const Record& record, const Field& field, Names& names) {
        const std::string name = names.of(field.name);
        members_ += comment("    ///", field.doc) + comment("    //", renamed(field.name, name));
        std::string note = field.role == Role::padding    ? " // padding: zero"
                           : field.role == Role::reserved ? " // reserved: zero"
                                                          : "";
        if (field.type.kind == Kind::floating && field.type.width_bits != 32 && field.type.width_bits != 64) {
            note += fmt::format(" // the bits of an f{}", field.type.width_bits);
        }
        const std::uint64_t bytes = size_bits(field) / 8;
        if (needs_bytes(record, field)) {
            note += fmt::format(" // the bytes of a {}, which Rust would place elsewhere", spelled(field));
            add_member(name, fmt::format("[u8; {}]", bytes), field.offset_bits, bytes, note);
            return;
        }
        add_member(name, type_word(field.type), field.offset_bits, bytes, note);
    }

    void add_bits(const Record& record, const Piece& bits, Names& names) {
        for (const auto& unit : units_of(bits, record.packed ? 1 : *record.align_bytes)) {
            const std::uint64_t width = unit.end_bits - unit.begin_bits;
            const std::string name = names.free(fmt::format("bits{}", unit.begin_bits / 8));
            const bool is_integer = width == 8 || width == 16 || width == 32 || width == 64;
            const auto lines = is_integer ? bit_lines(unit.fields, unit.begin_bits, width, name, spec_.byte_order)
                                          : place_lines(unit.fields);
            for (const auto& line : lines) members_ += comment("    ///", line);
            add_member(name, is_integer ? fmt::format("u{}", width) : fmt::format("[u8; {}]", width / 8),
                       unit.begin_bits, width / 8, "");
        }
    }

    void add_shared(const Record& record, const Piece& piece, Names& names) {
        if (record.kind == RecordKind::union_) return add_union(record, piece, names);
        const std::uint64_t bytes = (piece.end_bits - piece.begin_bits) / 8;
        const std::string name = names.free(fmt::format("bytes{}", piece.begin_bits / 8));
        members_ += "    // Fields that share these bytes of the record:\n";
        for (const auto& line : place_lines(piece.fields)) members_ += comment("    //", line);
        if (bytes == 0) return;
        add_member(name, fmt::format("[u8; {}]", bytes), piece.begin_bits, bytes, "");
    }

    void add_union(const Record& record, const Piece& piece, Names& names) {
        for (const auto* field : piece.fields) {
            if (field->offset_bits == 0 && !field->bit_width) {
                add_field(record, *field, names);
            } else {
                for (const auto& line : place_lines({&field, 1})) members_ += comment("    // No member:", line);
            }
        }
        if (!has_member_)
            add_member(names.free("bytes0"), fmt::format("[u8; {}]", *record.size_bytes), 0, *record.size_bytes, "");
    }

    void add_piece(const Record& record, const Piece& piece, Names& names) {
        switch (piece.what) {
        case Piece::What::field:
        case Piece::What::tail: return add_field(record, *piece.fields.front(), names);
        case Piece::What::bits: return add_bits(record, piece, names);
        case Piece::What::shared: return add_shared(record, piece, names);
        }
    }

    /// packed(N) is only a limit: a record of bytes alone needs a field that asks for N. It has no bytes.
    std::string filler(Names& names) const {
        if (limit_ == 1) return "";
        const std::string name = names.free("_aligned");
        return fmt::format("    pub {}: [u{}; 0],\n", name, std::min<std::uint64_t>(limit_ * 8, 128));
    }

    const Layout& spec_;
    Names& types_;
    std::string type_;
    std::string members_;
    std::string assertions_;
    std::uint64_t limit_ = 0;
    bool has_member_ = false;
};

std::string literal(const Integer& value) {
    return (value.negative ? "-" : "") + magnitude(value);
}

/// A number with names, since a value without a name in a Rust enum is undefined behaviour.
std::string write_enum(const Enum& one, RustRecords& records, Names& types) {
    const std::string name = types.of(one.name);
    std::string text = comment("///", one.doc) + comment("//", renamed(one.name, name));
    text += fmt::format(
        "#[repr(transparent)]\n#[derive(Clone, Copy, PartialEq, Eq, Debug)]\npub struct {}(pub {});\n"
        "impl {} {{\n",
        name, records.type_word(one.type), name);
    Names values(accept);
    for (const auto& value : one.enumerators) {
        const std::string given = values.of(value.name);
        text += comment("    ///", value.doc) + comment("    //", renamed(value.name, given));
        text += fmt::format("    pub const {}: {} = {}({});\n", given, name, name, literal(value.value));
    }
    return text + "}\n\n";
}

std::string write_constant(const Layout& spec, const Constant& constant, RustRecords& records, Names& types,
                           Names& numbers) {
    const std::string name = numbers.of(constant.name);
    std::string value = literal(constant.value);
    if (constant.type.kind == Kind::boolean) value = constant.value.low != 0 ? "true" : "false";
    if (constant.type.kind == Kind::enumeration && find_enum(spec, constant.type.name) != nullptr) {
        value = fmt::format("{}({})", types.of(constant.type.name), value);
    }
    return comment("///", constant.doc) + comment("//", renamed(constant.name, name)) +
           fmt::format("pub const {}: {} = {};\n", name, records.type_word(constant.type), value);
}

std::string write_note(const GenRequest& request) {
    const auto notes = notes_of(request);
    if (notes.empty()) return "";
    std::string members;
    std::string values;
    for (std::size_t i = 0; i < notes.size(); ++i) {
        members += fmt::format("    head{0}: [u32; 3],\n    name{0}: [u8; {1}],\n    desc{0}: [u8; {2}],\n", i,
                               note_name_padded, notes[i].desc.size());
        values += fmt::format(
            "    head{0}: [{1}, {2}, {3}], // {4}\n    name{0}: *b\"abi-check\\0\\0\\0\",\n"
            "    desc{0}: [{5}],\n",
            i, note_name_bytes, notes[i].desc_bytes, notes[i].type, notes[i].of, byte_list(notes[i].desc));
    }
    const std::string elf =
        "#[cfg(not(any(target_vendor = \"apple\", target_os = \"windows\", target_os = \"uefi\", "
        "target_family = \"wasm\")))]\n";
    return "// Every object that holds this says against which spec, and which records, it was compiled.\n" + elf +
           fmt::format("#[repr(C)]\nstruct AbiCheckNote {{\n{}}}\n", members) + elf +
           fmt::format(
               "#[used]\n#[link_section = \"{}\"]\nstatic ABI_CHECK_NOTE: AbiCheckNote = AbiCheckNote {{\n{}}};\n",
               note_section, values);
}

}  // namespace

std::string gen_rust(const GenRequest& request) {
    const Layout& spec = request.spec;
    Names types(accept);
    Names numbers(accept);
    types.reserve("AbiCheckNote");
    // A constant called like the closures' parameter would be a pattern there.
    for (const char* name : {"ABI_CHECK_NOTE", "abi_width", "abi_r"}) numbers.reserve(name);
    // An enumeration is a tuple struct, and its constructor has its name among the constants.
    for (const auto& one : spec.enums) numbers.reserve(types.of(one.name));
    RustRecords records(request, types);
    std::string text;
    for (const auto& line : heading(request, "rust")) text += comment("//", line);
    text +=
        "#![allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, unexpected_cfgs, "
        "unused_unsafe)]\n\n"
        "/// The width of what a pointer to a field points to.\n"
        "const fn abi_width<T, F>(_: fn(&T) -> *const F) -> usize {\n    ::core::mem::size_of::<F>()\n}\n\n";
    for (const auto& one : spec.enums) text += write_enum(one, records, types);
    for (const auto& constant : spec.constants) text += write_constant(spec, constant, records, types, numbers);
    if (!spec.constants.empty()) text += "\n";
    for (const auto* record : in_order(spec)) text += records.write(*record);
    return text + write_note(request);
}

}  // namespace abi
