#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "llvm/TargetParser/Triple.h"
#include "os/file.h"
#include "read/probe/ask.h"
#include "read/probe/languages.h"
#include "read/probe/layout.h"
#include "read/probe/run.h"

namespace abi::probe {
namespace {

/// The words are those of section.h. The user's file is included as text, so that what is private in it can be
/// asked for by the module behind it. The type of a field comes out of a pointer to it, which borrows nothing: packed
/// structs and unions have such pointers, too.
constexpr std::string_view prelude = R"(#[allow(warnings)]
mod abi_probe {
use super::*;
const NONE: u64 = u64::MAX;
#[link_section = ".abi_probe"] #[used] static PRESENT: u64 = 0;
trait Known { const CODE: u64; const WIDTH: u64; const FLAGS: u64 = 0; const DEPTH: usize = 0; const EXTENTS: [u64; 8] = [NONE; 8]; }
macro_rules! known { ($code:expr, $flags:expr, $($t:ty),*) => { $(impl Known for $t {
    const CODE: u64 = $code; const WIDTH: u64 = 8 * core::mem::size_of::<$t>() as u64; const FLAGS: u64 = $flags; })* } }
known!(1, 0, u8, u16, u32, u64, u128);
known!(2, 0, i8, i16, i32, i64, i128);
known!(1, 2, usize);
known!(2, 2, isize);
known!(3, 0, f32, f64);
known!(4, 0, bool);
known!(0, 0, char);
macro_rules! pointer { ($($t:ty),*) => { $(impl<T> Known for $t {
    const CODE: u64 = 6; const WIDTH: u64 = 8 * core::mem::size_of::<$t>() as u64; const FLAGS: u64 = 2; })* } }
pointer!(*const T, *mut T, &T, &mut T, Option<&T>, Option<&mut T>, core::ptr::NonNull<T>, Option<core::ptr::NonNull<T>>);
const fn prepend(first: u64, rest: [u64; 8]) -> [u64; 8] {
    let mut all = [first; 8];
    let mut i = 1;
    while i < 8 { all[i] = rest[i - 1]; i += 1; }
    all
}
impl<T: Known, const N: usize> Known for [T; N] {
    const CODE: u64 = T::CODE; const WIDTH: u64 = T::WIDTH; const FLAGS: u64 = T::FLAGS;
    const DEPTH: usize = T::DEPTH + 1; const EXTENTS: [u64; 8] = prepend(N as u64, T::EXTENTS);
}
macro_rules! transparent { ($($t:ident : $u:ty),*) => { $(impl Known for core::sync::atomic::$t {
    const CODE: u64 = <$u>::CODE; const WIDTH: u64 = <$u>::WIDTH; })* } }
transparent!(AtomicU8: u8, AtomicU16: u16, AtomicU32: u32, AtomicI8: i8, AtomicI16: i16, AtomicI32: i32, AtomicBool: bool);
#[cfg(target_has_atomic = "64")]
transparent!(AtomicU64: u64, AtomicI64: i64);
const fn words<T, F: Known>(record: u64, item: u64, offset: usize, _: fn(&T) -> *const F) -> [u64; 22] {
    let e = F::EXTENTS;
    let flags = F::FLAGS | if F::DEPTH > 8 { 8 } else { 0 };
    [0xAB1C4EC49206BE01, 2 << 32 | 20, record, item, 1 + 8 * offset as u64, NONE, F::CODE, F::WIDTH, flags, NONE,
     core::mem::align_of::<F>() as u64, 8, e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7], 0, 0]
}
const fn element<T, F, E>(record: u64, item: u64, offset: usize, _: fn(&T) -> *const F, _: fn() -> E, code: u64, flags: u64, e: [u64; 8]) -> [u64; 22] {
    [0xAB1C4EC49206BE01, 2 << 32 | 20, record, item, 1 + 8 * offset as u64, NONE, code, 8 * core::mem::size_of::<E>() as u64, flags, NONE,
     core::mem::align_of::<F>() as u64, 8, e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7], 0, 0]
}
const fn unknown<T, F>(record: u64, item: u64, offset: usize, _: fn(&T) -> *const F) -> [u64; 22] {
    [0xAB1C4EC49206BE01, 2 << 32 | 20, record, item, 1 + 8 * offset as u64, NONE, 0, 8 * core::mem::size_of::<F>() as u64, 0, NONE,
     core::mem::align_of::<F>() as u64, 8, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, 0, 0]
}
const fn carried<T, E, F: Known>(record: u64, item: u64, offset: usize, _: fn(&T) -> *const E, _: fn(&T) -> *const F, e: [u64; 8]) -> [u64; 22] {
    let code = if core::mem::size_of::<E>() == core::mem::size_of::<F>() && F::DEPTH == 0 { F::CODE } else { 0 };
    [0xAB1C4EC49206BE01, 2 << 32 | 20, record, item, 1 + 8 * offset as u64, NONE, code, 8 * core::mem::size_of::<E>() as u64, F::FLAGS, NONE,
     core::mem::align_of::<E>() as u64, 8, e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7], 0, 0]
}
const fn enumeration<T, E>(record: u64, item: u64, offset: usize, _: fn(&T) -> *const E, flags: u64, e: [u64; 8]) -> [u64; 22] {
    [0xAB1C4EC49206BE01, 2 << 32 | 20, record, item, 1 + 8 * offset as u64, NONE, 7, 8 * core::mem::size_of::<E>() as u64, flags, NONE,
     core::mem::align_of::<E>() as u64, 8, e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7], 0, 0]
}
const fn extents<T, A, E>(_: fn(&T) -> *const A, _: fn(&T) -> *const E, e: [u64; 8]) -> [u64; 8] {
    let size = core::mem::size_of::<E>();
    let count = if size == 0 { 0 } else { (core::mem::size_of::<A>() / size) as u64 };
    let mut asked = 1;
    let mut i = 0;
    while i < 8 { if e[i] != NONE { asked *= e[i]; } i += 1; }
    if asked == count { e } else { [count, NONE, NONE, NONE, NONE, NONE, NONE, NONE] }
}
const fn constant<T: Known>(item: u64, value: u128, _: &T) -> [u64; 8] {
    [0xAB1C4EC49206BE01, 3 << 32 | 6, item, T::CODE, T::WIDTH, value as u64, (value >> 64) as u64, 1]
}
const fn enumerator<E>(item: u64, value: i128, _: &E) -> [u64; 8] {
    let code = if value < 0 { 2 } else { 1 };
    [0xAB1C4EC49206BE01, 3 << 32 | 6, item, code, 8 * core::mem::size_of::<E>() as u64, value as u64, (value >> 64) as u64, 1]
}
)";

constexpr std::string_view section = R"(#[link_section = ".abi_probe"] #[used] static )";

constexpr std::string_view copy_name = "user.rs";

/// A file that begins with inner attributes (a crate's root) cannot be included as it is: they go to the top of the
/// probe, and the rest is a copy of as many lines, whose modules are given their paths.
struct Split {
    std::string attributes;
    std::string rest;
};

/// "mod name;" at the beginning of a line, with or without "pub": the name.
std::string declared_module(std::string_view line) {
    if (line.starts_with("pub")) {
        line.remove_prefix(3);
        if (line.starts_with('(')) line.remove_prefix(std::min(line.find(')'), line.size() - 1) + 1);
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    }
    if (!line.starts_with("mod ")) return "";
    line.remove_prefix(4);
    const auto end = line.find(';');
    const bool is_name = end != std::string_view::npos && line.substr(0, end).find_first_of(" {\"") == line.npos;
    return is_name ? std::string(line.substr(0, end)) : "";
}

std::string with_path(std::string_view line, const std::filesystem::path& folder) {
    const auto name = declared_module(line);
    if (name.empty()) return std::string(line);
    auto path = folder / (name + ".rs");
    std::error_code code;
    if (!std::filesystem::exists(path, code)) path = folder / name / "mod.rs";
    return "#[path = " + quoted_text(path.string()) + "] " + std::string(line);
}

/// Nothing when the file can be included as it is.
std::optional<Split> split(const Request& request) {
    const auto text = read_file(request.files.front());
    if (!text) return std::nullopt;
    const auto folder = std::filesystem::path(request.files.front()).parent_path();
    Split made;
    bool at_top = true;
    bool in_attribute = false;
    bool found = false;
    for (std::string_view left = *text; !left.empty();) {
        const auto end = std::min(left.find('\n'), left.size());
        const auto line = left.substr(0, end);
        left.remove_prefix(std::min(end + 1, left.size()));
        const bool is_inner = at_top && (line.starts_with("#![") || in_attribute);
        if (is_inner) {
            made.attributes += std::string(line) + "\n";
            in_attribute = line.find(']') == std::string_view::npos;
        }
        const bool is_doc = at_top && line.starts_with("//!");
        found = found || is_inner || is_doc;
        if (!is_inner && !line.empty() && !line.starts_with("//")) at_top = false;
        made.rest += is_inner || is_doc ? "\n" : with_path(line, folder) + "\n";
    }
    if (!found) return std::nullopt;
    return made;
}

std::string copy(const Request& request) {
    auto made = split(request);
    return made ? made->rest : "";
}

/// What Rust keeps for itself is written with "r#" (Rust reference, raw identifiers).
std::string raw(const std::string& name) {
    constexpr std::array keywords{"abstract", "as",     "async",   "await",  "become",  "box",      "break", "const",
                                  "continue", "do",     "dyn",     "else",   "enum",    "extern",   "false", "final",
                                  "fn",       "for",    "gen",     "if",     "impl",    "in",       "let",   "loop",
                                  "macro",    "match",  "mod",     "move",   "mut",     "override", "priv",  "pub",
                                  "ref",      "return", "static",  "struct", "trait",   "true",     "try",   "type",
                                  "typeof",   "unsafe", "unsized", "use",    "virtual", "where",    "while", "yield"};
    return std::ranges::find(keywords, std::string_view(name)) == keywords.end() ? name : "r#" + name;
}

/// "crate::a::B" and "a::B" are B of the module a in the file; "file::B" may be, or B of the file itself. A record
/// with a lifetime is asked for with the longest one.
std::vector<std::string> spellings_of(const std::string& name) {
    auto parts = components_of(name);
    if (parts.size() > 1 && parts.front() == "crate") parts.erase(parts.begin());
    const auto join = [&](std::size_t from) {
        std::string text = "super";
        for (std::size_t i = from; i < parts.size(); ++i) text += "::" + raw(parts[i]);
        return text;
    };
    std::vector<std::string> all{join(0), join(0) + "<'static>"};
    if (parts.size() > 1) all.insert(all.end(), {join(1), join(1) + "<'static>"});
    return all;
}

/// A number or what is made of numbers; a record that is asked for, too, or what holds one number and nothing else; an
/// enumeration; only its size; only whether it exists.
enum FieldForm : unsigned { known_type, asked_record, named_values, any_type, existence, field_forms };

/// A number; what holds one number and nothing else, `pub const A: mode = mode(1);`; a value of an enumeration.
enum ConstantForm : unsigned { number, held_number, named_value, constant_forms };

unsigned forms(const Plan& plan, const Item& item) {
    switch (item.what) {
    case Item::What::record: return static_cast<unsigned>(spellings_of(record_of(plan, item).name).size());
    case Item::What::field: return field_forms;
    case Item::What::rest: return 1;
    case Item::What::constant: break;
    }
    return static_cast<unsigned>(spellings_of(constant_of(plan, item).name).size()) / 2 * constant_forms;
}

/// "[2, NONE, …]" as the answer's words want it, of an array as it was asked for.
std::string extents_words(const Type& type) {
    std::string text = "[";
    for (std::size_t i = 0; i < 8; ++i) {
        text += i < type.extents.size() ? std::to_string(type.extents[i]) + ", " : "NONE, ";
    }
    return text + "]";
}

/// An enumeration is its integer: of `struct mode(u16)` the one in it is asked for, of an `enum` the compiler confirms
/// that it is a number by turning it into one. It does not say of which sign; with the values that have names, and it
/// has no others, that is no difference, and these are asked for as constants.
std::string write_carrier(const Item& item, const Field& field, const std::string& asked, const std::string& head) {
    const std::string owner = "R" + std::to_string(item.owner);
    std::string element = "(*r)." + raw(field.name);
    for (std::size_t i = 0; i < field.type.extents.size(); ++i) element += "[0]";
    const auto pointer = [&](const std::string& place) {
        return "|r: &" + owner + "| unsafe { core::ptr::addr_of!(" + place + ") }";
    };
    const std::string whole = pointer("(*r)." + raw(field.name));
    const std::string extents = "extents(" + whole + ", " + pointer(element) + ", " + extents_words(field.type) + ")";
    if (item.form == asked_record) {
        return head + "carried(" + asked + ", " + pointer(element) + ", " + pointer(element + ".0") + ", " + extents +
               ");";
    }
    return "const _: fn(&" + owner + ") -> u128 = |r| unsafe { core::ptr::addr_of!(" + element +
           ").read_unaligned() as u128 }; " + head + "enumeration(" + asked + ", " + pointer(element) + ", " +
           (field.type.is_signed ? "1" : "0") + ", " + extents + ");";
}

std::string write_constant(const Plan& plan, const Item& item, const std::string& n) {
    const auto name = spellings_of(constant_of(plan, item).name).at(item.form / constant_forms * 2UL);
    const std::string head = std::string(section) + "A" + n + ": [u64; 8] = ";
    switch (item.form % constant_forms) {
    case held_number: return head + "constant(" + n + ", " + name + ".0 as u128, &" + name + ".0);";
    case named_value: return head + "enumerator(" + n + ", " + name + " as i128, &" + name + ");";
    default: return head + "constant(" + n + ", " + name + " as u128, &" + name + ");";
    }
}

void write_field(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    const std::string owner = "R" + std::to_string(item.owner);
    const auto& field = field_of(plan, item);
    const auto name = raw(field.name);
    const std::string pointer = "|r: &" + owner + "| unsafe { core::ptr::addr_of!((*r)." + name + ") }";
    if (item.form == existence) {
        source.add("fn e" + n + "(r: &" + owner + ") { let _ = unsafe { core::ptr::addr_of!((*r)." + name + ") }; }",
                   number);
        return;
    }
    const std::string place =
        std::to_string(item.owner) + ", " + n + ", core::mem::offset_of!(" + owner + ", " + name + ")";
    const std::string asked = place + ", " + pointer;
    const std::string head = std::string(section) + "A" + n + ": [u64; 22] = ";
    const bool has_inner = item.inner != no_item && is_asked(plan, forms, item.inner) && field.type.extents.size() <= 8;
    const bool is_enumeration = field.type.kind == Kind::enumeration && field.type.extents.size() <= 8;
    const bool is_carrier = item.form == named_values ? is_enumeration : item.form == asked_record && !has_inner;
    if (item.form == known_type) {
        source.add(head + "words(" + asked + ");", number);
    } else if (is_carrier) {
        source.add(write_carrier(item, field, place, head), number);
    } else if (item.form != asked_record) {
        source.add(head + "unknown(" + asked + ");", number);
    } else {
        const std::string inner = "R" + std::to_string(item.inner);
        std::string type = inner;
        for (auto extent = field.type.extents.rbegin(); extent != field.type.extents.rend(); ++extent) {
            type = "[" + type + "; " + std::to_string(*extent) + "]";
        }
        source.add("const _: fn(&" + owner + ") -> *const " + type + " = " + pointer + "; " + head + "element(" +
                       asked + ", (|| loop {}) as fn() -> " + inner + ", 8, 16, " + extents_words(field.type) + ");",
                   number);
    }
}

/// A pattern without `..` has to name every field of a struct.
void write_rest(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    const std::string owner = "R" + std::to_string(item.owner);
    std::string text = "fn m" + n + "(r: &" + owner + ") { let " + owner + " { ";
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& field = plan.items[i];
        if (field.what != Item::What::field || field.owner != item.owner) continue;
        if (is_asked(plan, forms, i)) text += raw(field_of(plan, field).name) + ": _, ";
    }
    source.add(text + "} = r; }", number);
}

/// "pattern does not mention fields `a`, `b`" names what nobody asked for, and it is asked for then.
void learn(Plan& plan, std::size_t number, const std::string& text) {
    const auto at = text.find("pattern does not mention field");
    auto& fields = plan.request.records[plan.items[number].record].fields;
    const auto known = fields.size();
    for (auto begin = text.find('`', at); at != text.npos && begin != text.npos; begin = text.find('`', begin)) {
        const auto end = text.find('`', begin + 1);
        if (end == text.npos) break;
        auto name = text.substr(begin + 1, end - begin - 1);
        begin = end + 1;
        if (name.starts_with("r#")) name.erase(0, 2);
        const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                   static_cast<unsigned char>(c) >= 0x80;
        });
        const bool is_new = std::ranges::find(fields, name, &Field::name) == fields.end();
        if (!is_name || !is_new) continue;
        fields.emplace_back();
        fields.back().name = name;
    }
    // The fields of a tuple are numbers; with the first of them the pattern is one that the others can be missing in.
    const bool has_first = std::ranges::find(fields, "0", &Field::name) != fields.end();
    if (text.find("tuple variant") != text.npos && !has_first) fields.emplace_back().name = "0";
    if (fields.size() == known) {
        plan.items[number].form = 1;
        plan.items[number].hidden = text.find("inaccessible fields") != text.npos;
    }
    for (auto f = known; f < fields.size(); ++f) {
        const auto owner = plan.items[number].owner;
        plan.items.push_back(
            {.what = Item::What::field, .record = plan.items[owner].record, .field = f, .owner = owner});
    }
}

void write(const Plan& plan, Source& source) {
    source.add("#![allow(warnings)]");
    const auto made = split(plan.request);
    if (made) source.add(made->attributes);
    source.add("include!(" + quoted_text(made ? copy_name : plan.request.files.front()) + ");");
    source.add(prelude);
    for (std::size_t number = 0; number < plan.items.size(); ++number) {
        if (!is_asked(plan, forms, number)) continue;
        const auto& item = plan.items[number];
        const auto n = std::to_string(number);
        if (item.what == Item::What::record) {
            source.add("type R" + n + " = " + spellings_of(record_of(plan, item).name).at(item.form) + "; " +
                           std::string(section) + "A" + n + ": [u64; 7] = [0xAB1C4EC49206BE01, 1 << 32 | 5, " + n +
                           ", 0, core::mem::size_of::<R" + n + ">() as u64, core::mem::align_of::<R" + n +
                           ">() as u64, 0];",
                       number);
        } else if (item.what == Item::What::field) {
            write_field(plan, item, n, source, number);
        } else if (item.what == Item::What::rest) {
            write_rest(plan, item, n, source, number);
        } else {
            source.add(write_constant(plan, item, n), number);
        }
    }
    source.add("}");
}

/// LLVM's triple in Rust's words: "riscv64gc-unknown-linux-gnu", "riscv64gc-unknown-none-elf".
std::string rust_target(const std::string& written) {
    const llvm::Triple triple(llvm::Triple::normalize(written));
    std::string arch = triple.getArchName().str();
    if (triple.getArch() == llvm::Triple::riscv64 && arch == "riscv64") arch = "riscv64gc";
    if (triple.getArch() == llvm::Triple::riscv32 && arch == "riscv32")
        arch = triple.isOSLinux() ? "riscv32gc" : "riscv32imac";
    if (triple.getArch() == llvm::Triple::x86 && !triple.isOSWindows()) arch = triple.isOSLinux() ? "i686" : arch;
    if (triple.getArch() == llvm::Triple::ppc64le) arch = "powerpc64le";
    const std::string abi = triple.getEnvironmentName().str();
    if (triple.isOSLinux()) return arch + "-unknown-linux-" + (abi.empty() ? "gnu" : abi);
    if (triple.isOSWindows()) return arch + "-pc-windows-" + (abi.empty() ? "msvc" : abi);
    if (triple.isOSDarwin()) return arch + "-apple-darwin";
    if (triple.isWasm()) return arch + "-unknown-unknown";
    if (triple.isRISCV()) return arch + "-unknown-none-elf";
    if (triple.isARM())
        return (arch == "arm" ? "armv7a" : arch) + "-none-" + (abi.empty() || abi == "elf" ? "eabi" : abi);
    return arch + "-unknown-none";
}

std::vector<std::string> command(const Request& request, const std::string& source, const std::string& object) {
    std::vector<std::string> words = request.compiler;
    if (words.empty()) words = {"rustc"};
    words.insert(words.end(), {"--edition=2021", "--crate-type=lib", "--crate-name=abi_probe_crate", "--emit=obj",
                               "--error-format=short", "-Ccodegen-units=1", "-Cembed-bitcode=no"});
    if (!request.target.triple.empty()) words.push_back("--target=" + rust_target(request.target.triple));
    words.insert(words.end(), request.target.flags.begin(), request.target.flags.end());
    words.insert(words.end(), request.flags.begin(), request.flags.end());
    words.insert(words.end(), {"-o", object, source});
    return words;
}

/// A field that does not exist has no other form, a record that is not found none with a lifetime, and a constant that
/// is not found no value.
unsigned next_form(const Item& item, const std::string& text) {
    // Later forms look into a field, and there something else may be missing.
    const bool is_whole = item.what == Item::What::field && item.form == known_type;
    if (is_whole && text.find("no field `") != text.npos) return ~0U;
    const bool is_found = text.find("cannot find ") == text.npos && text.find("no associated item") == text.npos &&
                          text.find("no variant ") == text.npos;
    if (item.what == Item::What::constant && !is_found) {
        return (item.form / constant_forms + 1) * constant_forms;
    }
    const bool is_gone = item.what == Item::What::record && !is_found;
    return is_gone ? item.form / 2 * 2 + 2 : item.form + 1;
}

std::string remedy(const Request& request) {
    const auto target = rust_target(request.target.triple);
    return "a Rust that has the target " + target + " (rustup target add " + target + ")";
}

/// An older compiler knows no offset_of!, and would seem to say that no field can be seen. One that does not say its
/// version is asked all the same.
std::optional<Problem> too_old(const Request& request) {
    constexpr unsigned needed_minor = 77;
    std::vector<std::string> words = request.compiler;
    if (words.empty()) words = {"rustc"};
    words.emplace_back("--version");
    const auto run = run_compiler(request, "Rust", words);
    constexpr std::string_view begin = "rustc ";
    const auto at = run.printed.find(begin);
    if (!run.succeeded || at == std::string::npos) return std::nullopt;
    const auto version = std::string_view(run.printed).substr(at + begin.size());
    constexpr std::string_view major = "1.";
    if (!version.starts_with(major)) return std::nullopt;
    unsigned minor = needed_minor;
    std::from_chars(version.data() + major.size(), version.data() + version.size(), minor);
    if (minor >= needed_minor) return std::nullopt;
    return Problem{{.file = shown_path(request.root, request.files.front())},
                   "",
                   "rustc 1.77 or newer, the first with offset_of!, to ask",
                   "rustc " + std::string(version.substr(0, version.find_first_of(" \n")))};
}

}  // namespace

Reading probe_rust(const Request& request) {
    Reading reading;
    if (auto problem = too_old(request)) {
        reading.problems.push_back(std::move(*problem));
        return reading;
    }
    // Each file is a crate of its own: the first that declares a record is its witness.
    for (const auto& file : request.files) {
        auto one = request;
        one.files = {file};
        auto read = ask_compiler(one, {.language = "Rust",
                                       .source_name = "probe.rs",
                                       .write = write,
                                       .forms = forms,
                                       .command = command,
                                       .hidden_marks = {"is private", "enums in offset_of"},
                                       .part_mark = "field `0` of",
                                       .next_form = next_form,
                                       .rest = RestSearch::patterns,
                                       .learn = learn,
                                       .remedy_mark = "can't find crate for `",
                                       .remedy = remedy,
                                       .copy_name = copy_name,
                                       .copy = copy});
        add_reading(std::move(read), reading);
    }
    return reading;
}

}  // namespace abi::probe
