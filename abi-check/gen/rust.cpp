// Rust, any edition: a module of #[repr(C)] declarations. #[unsafe(link_section)] needs Rust 1.82, offset_of! 1.77.
// Edition 2015 knows no path that begins with ::core, so the file names the crate itself: abi_core.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/dialect.h"
#include "gen/note.h"
#include "gen/parts.h"

namespace abi {
namespace {

using namespace gen;

constexpr std::string_view keywords =
    "abstract as async await become box break const continue do dyn else enum extern false final fn for gen if impl "
    "in let loop macro match mod move mut override priv pub ref return static struct trait true try type typeof "
    "union unsafe unsized use virtual where while yield bool core std";
constexpr std::string_view never_raw = "self Self super crate _";

std::string accept(const std::string& name) {
    if (is_word_of(never_raw, name)) return name + "_";
    return is_word_of(keywords, name) ? "r#" + name : name;
}

bool is_odd_float(const Type& type) {
    return type.kind == Kind::floating && type.width_bits != 32 && type.width_bits != 64;
}

std::string element(Source& source, const Type& type) {
    if (is_odd_float(type)) return fmt::format("u{}", type.width_bits);
    return short_word(source, type, "*mut abi_core::ffi::c_void");
}

constexpr auto machines =
    std::to_array<Translation>({{"x86_64", "all(target_arch = \"x86_64\", target_pointer_width = \"64\")"},
                                {"powerpc64le", "all(target_arch = \"powerpc64\", target_endian = \"little\")"},
                                {"powerpc64", "all(target_arch = \"powerpc64\", target_endian = \"big\")"}});

std::string assertion(const std::string& left, std::uint64_t right) {
    return fmt::format("    assert!({} == {});\n", left, right);
}

/// Rust does not allow a record that states its alignment inside a packed record. There it is declared as bytes.
bool needs_bytes(const Body& body, const Field& field) {
    if (!body.record.packed) return false;
    const Layout& spec = body.source.spec;
    const Record* inner = field.type.kind == Kind::record ? find_record(spec, field.type.name) : nullptr;
    return inner != nullptr && any_within(spec, *inner, [&](const Record& r) {
               return !r.packed && r.align_bytes.value_or(1) > least_alignment_of(spec, r);
           });
}

void write_member(Body& body, const Member& member) {
    std::string type = member.type;
    std::string remark = member.remark;
    const Field* field = member.field;
    if (field != nullptr && is_odd_float(field->type)) {
        remark += fmt::format(" // the bits of an f{}", field->type.width_bits);
    }
    if (field != nullptr && needs_bytes(body, *field)) {
        type = fmt::format("[u8; {}]", member.size_bytes);
        remark += fmt::format(" // the bytes of a {}, which Rust allows in no packed record", spelled(*field));
    }
    body.members += fmt::format("    pub {}: {},{}\n", member.name, type, remark);
    body.assertions +=
        assertion(fmt::format("abi_core::mem::offset_of!({}, {})", body.type, member.name), member.offset_bits / 8);
    body.assertions +=
        assertion(fmt::format("abi_width(|abi_r: &{}| unsafe {{ abi_core::ptr::addr_of!((*abi_r).{}) }})", body.type,
                              member.name),
                  member.size_bytes);
}

std::string repr(const Body& body) {
    const Record& record = body.record;
    const auto exceeds = [&](const Field& field) {
        return alignment_of(body.source.spec, field.type) > body.align_bytes;
    };
    // The members of a union need no limit that they do not exceed.
    const bool is_limited = record.kind == RecordKind::structure || std::ranges::any_of(record.fields, exceeds);
    if (record.packed && body.align_bytes == 1) return "C, packed";
    if (record.packed && is_limited) return fmt::format("C, packed({})", body.align_bytes);
    return body.states_alignment || record.packed ? fmt::format("C, align({})", body.align_bytes) : "C";
}

std::string write_record(Body& body) {
    const std::string cfg = body.condition.empty() ? "" : "#[cfg(" + body.condition + ")]\n";
    return record_comments(body) +
           fmt::format("{}#[repr({})]\n#[derive(Clone, Copy)]\npub {} {} {{\n{}}}\n", cfg, repr(body),
                       body.record.kind == RecordKind::union_ ? "union" : "struct", body.type, body.members) +
           fmt::format("{}const _: () = {{\n{}{}{}}};\n\n", cfg,
                       assertion(fmt::format("abi_core::mem::size_of::<{}>()", body.type), body.size_bytes),
                       assertion(fmt::format("abi_core::mem::align_of::<{}>()", body.type), body.align_bytes),
                       body.assertions);
}

std::string opening(Source& source) {
    // A constant with the name of a closure's parameter would be a pattern there.
    for (const char* name : {"ABI_CHECK_NOTE", "abi_width", "abi_r"}) source.values.reserve(name);
    // An enumeration is a tuple struct, whose constructor is a value.
    for (const auto& one : source.spec.enums) source.values.reserve(source.types.of(one.name));
    return "#![allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, unexpected_cfgs, "
           "unused_unsafe)]\n\n"
           "extern crate core as abi_core;\n\n"
           "/// The size of the field that a pointer points to.\n"
           "const fn abi_width<T, F>(_: fn(&T) -> *const F) -> usize {\n    abi_core::mem::size_of::<F>()\n}\n\n";
}

void write_note(Source& source, std::string& text) {
    const auto notes = notes_of(source.request);
    if (notes.empty()) return;
    const auto members = each_note(notes, "    head{0}: [u32; 3],\n    name{0}: [u8; 12],\n    desc{0}: [u8; {4}],\n");
    const auto values = each_note(notes,
                                  "    head{0}: [10, {1}, {2}], // {3}\n    name{0}: *b\"abi-check\\0\\0\\0\",\n"
                                  "    desc{0}: [{5}],\n");
    text += fmt::format(
        "// Each object with this note names the spec and the records that it was compiled against.\n"
        "{0}#[repr(C)]\nstruct AbiCheckNote {{\n{1}}}\n"
        "{0}#[used]\n#[unsafe(link_section = \"{2}\")]\nstatic ABI_CHECK_NOTE: AbiCheckNote = AbiCheckNote "
        "{{\n{3}}};\n",
        "#[cfg(not(any(target_vendor = \"apple\", target_os = \"windows\", target_os = \"uefi\", "
        "target_family = \"wasm\")))]\n",
        members, note_section, values);
}

constexpr GenDialect rust{
    .name = "rust",
    .array = "[{0}; {1}]",
    .tail = "[{0}; 0]",
    .own_words = "AbiCheckNote abi_core",
    // A value without a name is undefined behaviour in a Rust enum.
    .enum_patterns = {.begin = "#[repr(transparent)]\n#[derive(Clone, Copy, PartialEq, Eq, Debug)]\n"
                               "pub struct {0}(pub {1});\nimpl {0} {{\n",
                      .value = "    pub const {0}: {1} = {1}({2});\n",
                      .end = "}\n\n"},
    .constant_pattern = "pub const {0}: {1} = {2};\n",
    .enum_number = "{0}({1})",
    .questions = {.machine = "target_arch = \"{}\"",
                  .machines = machines,
                  .unknown = "abi_target = \"{}\"",
                  .pointer = "target_pointer_width = \"{1}\"",
                  .separator = ", ",
                  .one = "any({})",
                  .several = "any({})",
                  .both = "all({}, {})"},
    .is_one_scope = false,
    .accept = accept,
    .element = element,
    .member = write_member,
    .record = write_record,
    .opening = opening,
    .finish = write_note};

}  // namespace

std::string gen_rust(const GenRequest& request) {
    const Layout spec = in_parts(request.spec, {.packed_and_aligned = false});
    return write_declarations({spec, request.name, request.digest, request.record_digests}, rust);
}

}  // namespace abi
