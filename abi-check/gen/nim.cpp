// Nim 1.6: objects passed by copy. 128-bit numbers are arrays of two; bit-fields are integers with comments.
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
    "addr and as asm bind block break case cast concept const continue converter defer discard distinct div do elif "
    "else end enum except export finally for from func if import in include interface is isnot iterator let macro "
    "method mixin mod nil not notin object of or out proc ptr raise ref return shl shr static template try tuple "
    "type using var when while xor yield array bool pointer sizeof offsetof alignof";

/// Words of the generated text that are not keywords: a type or constant of that name would hide them.
constexpr std::string_view own_words =
    "int8 int16 int32 int64 uint8 uint16 uint32 uint64 int uint float32 float64 bool true false pointer array "
    "UncheckedArray sizeof alignof typeof offsetof doAssert hostCPU defined";

/// Macros of C that a field of the generated C must not have as its name.
constexpr std::string_view macros_of_c = "NULL EOF errno unix linux i386 stdin stdout stderr INFINITY NAN";

/// The first character, and the others in lower case without underscores: Nim compares names in this form.
std::string key(const std::string& name) {
    std::string made;
    for (const char c : name) {
        if (c == '_' || c == '`') continue;
        made += made.empty() || c < 'A' || c > 'Z' ? c : static_cast<char>(c - 'A' + 'a');
    }
    return made;
}

/// Without underscores at either end, and never two in a row. A keyword is in quotes.
std::string accept(const std::string& name) {
    std::string made;
    for (const char c : name) {
        if (c != '_' || (!made.empty() && made.back() != '_')) made += c;
    }
    while (made.ends_with('_')) made.pop_back();
    const bool is_digit = made.empty() || (made[0] >= '0' && made[0] <= '9');
    if (is_digit || is_word_of(macros_of_c, made)) made.insert(0, "f");
    return is_word_of(keywords, key(made)) ? "`" + made + "`" : made;
}

bool is_wide(const Type& type) {
    const bool is_number = type.kind == Kind::unsigned_integer || type.kind == Kind::signed_integer;
    return (is_number || type.kind == Kind::floating) && type.width_bits == 128;
}

std::string element(Source& source, const Type& type) {
    if (is_wide(type)) return "array[2, uint64]";
    switch (type.kind) {
    case Kind::unsigned_integer: return type.host_sized ? "uint" : fmt::format("uint{}", type.width_bits);
    case Kind::signed_integer: return type.host_sized ? "int" : fmt::format("int{}", type.width_bits);
    case Kind::floating: return type.width_bits == 16 ? "uint16" : fmt::format("float{}", type.width_bits);
    case Kind::boolean: return "bool";
    case Kind::pointer: return "pointer";
    case Kind::enumeration:
    case Kind::record: return source.types.of(type.name);
    case Kind::byte:
    case Kind::unknown: break;
    }
    return "uint8";
}

/// The bits of a number, in a literal of its type.
std::string number_word(const Integer& value, const Type& type, ByteOrder order) {
    const Bits bits = bits_of(value);
    if (type.kind == Kind::boolean) return plain_number(value, type, order);
    if (type.width_bits == 128) {
        const bool is_little = order == ByteOrder::little;
        return fmt::format("[{:#x}'u64, {:#x}'u64]", is_little ? bits.low : bits.high,
                           is_little ? bits.high : bits.low);
    }
    const std::uint64_t mask = type.width_bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << type.width_bits) - 1;
    const std::string number = fmt::format("{:#x}'u{}", bits.low & mask, type.width_bits);
    return type.kind == Kind::signed_integer ? fmt::format("cast[int{}]({})", type.width_bits, number) : number;
}

constexpr auto machines = std::to_array<Translation>({{"x86_64", "hostCPU == \"amd64\""},
                                                      {"x86", "hostCPU == \"i386\""},
                                                      {"aarch64", "hostCPU == \"arm64\""},
                                                      {"powerpc64le", "hostCPU == \"powerpc64el\""}});

std::string assertion(const std::string& what, std::uint64_t value) {
    return fmt::format("  doAssert {} == {}\n", what, value);
}

/// The field at 0 states the alignment of the record. An array that stands for a 128-bit number states its own.
void write_member(Body& body, const Member& member) {
    const Type type = member.field != nullptr ? member.field->type : Type{};
    std::string remark = member.remark;
    const bool is_array = type.kind != Kind::record && type.width_bits == 128;
    if (is_array || (type.kind == Kind::floating && type.width_bits == 16)) {
        remark += " # the bits of " + to_string(element_of(type));
    }
    std::uint64_t align = is_array && !body.record.packed ? 16 : 0;
    if (member.offset_bits == 0 && body.states_alignment) align = std::max(align, body.align_bytes);
    body.members += fmt::format("    {}*{}: {}{}\n", member.name,
                                align == 0 ? "" : fmt::format(" {{.align: {}.}}", align), member.type, remark);
    body.assertions += assertion(fmt::format("offsetof({}, {})", body.type, member.name), member.offset_bits / 8);
    if (type.flexible_tail) return;
    body.assertions +=
        assertion(fmt::format("sizeof(typeof((var r: ptr {}; r[].{})))", body.type, member.name), member.size_bytes);
}

std::string indented(const std::string& text) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size() - 1);
        made += "  " + text.substr(at, end + 1 - at);
        at = end + 1;
    }
    return made;
}

std::string write_record(Body& body) {
    std::string pragmas = "bycopy";
    if (body.record.packed) pragmas += ", packed";
    if (body.record.kind == RecordKind::union_) pragmas += ", union";
    std::string text = record_comments(body);
    text += fmt::format("type\n  {}* {{.{}.}} = object\n{}static:\n{}{}{}", body.type, pragmas, body.members,
                        assertion(fmt::format("sizeof({})", body.type), body.size_bytes),
                        assertion(fmt::format("alignof({})", body.type), body.align_bytes), body.assertions);
    // Nim computes the numbers above itself. This asks the C compiler that translates Nim's output.
    text += fmt::format(
        "{{.emit: [\"NIM_STATIC_ASSERT(sizeof(\", {0}, \") == {1} && __alignof__(\", {0}, \") == {2}, "
        "\\\"{3}\\\");\\n\"].}}\n",
        body.type, body.size_bytes, body.align_bytes, body.record.name);
    return (body.condition.empty() ? text : "when " + body.condition + ":\n" + indented(text)) + "\n";
}

void write_note(Source& source, std::string& text) {
    const std::string note = c_note(source.request);
    if (!note.empty()) text += "{.emit: \"\"\"/*VARSECTION*/\n#include <stdint.h>\n" + note + "\"\"\".}\n";
}

constexpr GenDialect nim{.name = "nim",
                         .doc = "#",
                         .remark = "#",
                         .end_remark = " #",
                         .growth = "#",
                         .array = "array[{1}, {0}]",
                         .tail = "UncheckedArray[{0}]",
                         .own_words = own_words,
                         // An enumeration of Nim's own admits no values without a name.
                         .enum_patterns = {.begin = "type\n  {0}* = distinct {1}\n"
                                                    "proc `==`*(a, b: {0}): bool {{.borrow.}}\n",
                                           .value = "const {0}* = {1}({2})\n",
                                           .end = "\n",
                                           .indent = "",
                                           .has_scope = false},
                         .constant_pattern = "const {0}* = {2}\n",
                         .enum_number = "{0}({1})",
                         .questions = {.machine = "hostCPU == \"{}\"",
                                       .machines = machines,
                                       .unknown = "defined(abiTarget{})",
                                       .pointer = "sizeof(pointer) == {}"},
                         .tails_in_unions = false,
                         .accept = accept,
                         .key = key,
                         .accept_target = key,
                         .element = element,
                         .number = number_word,
                         .member = write_member,
                         .record = write_record,
                         .opening = [](Source&) { return std::string("\n"); },
                         .finish = write_note};

}  // namespace

std::string gen_nim(const GenRequest& request) {
    const Layout spec = in_parts(request.spec, {.tails = EarlyTail::last});
    return write_declarations({spec, request.name, request.digest, request.record_digests}, nim);
}

}  // namespace abi
