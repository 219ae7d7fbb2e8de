#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <ranges>

#include "model/words.h"
#include "os/file.h"
#include "read/probe/ask.h"
#include "read/probe/embedded.h"
#include "read/probe/layout.h"
#include "read/probe/names.h"
#include "read/probe/run.h"
#include "read/probe/rust_nested.h"
#include "read/probe/rust_tagged.h"
#include "read/probe/rust_text.h"
#include "read/probe/target_words.h"
#include "read/probe/values.h"

namespace abi::probe {
namespace {

constexpr std::string_view copy_name = "user.rs";

/// A file that begins with inner attributes (the root of a crate) cannot be included. Its attributes go to the top of
/// the probe. The probe includes a copy of the rest with the same lines, in which the modules have their paths.
struct Split {
    std::string attributes;
    std::string rest;
};

/// The name in "mod name;" at the beginning of a line, with or without "pub"; empty for another line.
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

/// Returns nothing if the file can be included as it is.
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

/// A keyword as an identifier has "r#" before it (Rust reference, raw identifiers).
std::string raw(const std::string& name) {
    constexpr std::array keywords{"abstract", "as",     "async",   "await",  "become",  "box",      "break", "const",
                                  "continue", "do",     "dyn",     "else",   "enum",    "extern",   "false", "final",
                                  "fn",       "for",    "gen",     "if",     "impl",    "in",       "let",   "loop",
                                  "macro",    "match",  "mod",     "move",   "mut",     "override", "priv",  "pub",
                                  "ref",      "return", "static",  "struct", "trait",   "true",     "try",   "type",
                                  "typeof",   "unsafe", "unsized", "use",    "virtual", "where",    "while", "yield"};
    return std::ranges::find(keywords, std::string_view(name)) == keywords.end() ? name : "r#" + name;
}

/// "crate::a::B" and "a::B" mean B in the module a of the file. If the file has no such module, "a::B" means B in the
/// file. A record with a lifetime has 'static as its argument.
std::vector<std::string> spellings_of(const std::string& name) {
    auto parts = components_of(name);
    if (parts.size() > 1 && parts.front() == "crate") parts.erase(parts.begin());
    const auto from = [&](int first) { return "super::" + join(parts | std::views::drop(first), "::", raw); };
    std::vector<std::string> all{from(0), from(0) + "<'static>"};
    if (parts.size() > 1) all.insert(all.end(), {from(1), from(1) + "<'static>"});
    return all;
}

/// A type of Rust, or an array of it; a record that is asked for, too, or a type that only holds one number; an
/// enumeration; any type, of which the number inside is asked; only whether the field exists.
enum FieldForm : unsigned { known_type, asked_record, named_values, any_type, existence, field_forms };

/// A number; a type that only holds one number, as in `pub const A: mode = mode(1);`; a value of an enumeration.
enum ConstantForm : unsigned { number, held_number, named_value, constant_forms };

unsigned forms(const Plan& plan, const Item& item) {
    switch (item.what) {
    case Item::What::record: return static_cast<unsigned>(spellings_of(record_of(plan, item).name).size());
    case Item::What::field: return field_forms;
    case Item::What::enumeration: return static_cast<unsigned>(spellings_of(enum_asked(plan, item).name).size()) / 2;
    case Item::What::rest:
    case Item::What::slots:
    case Item::What::value:
    case Item::What::values:
    case Item::What::promise:
    case Item::What::shape: return 1;
    case Item::What::constant: break;
    }
    return static_cast<unsigned>(spellings_of(constant_of(plan, item).name).size()) / 2 * constant_forms;
}

/// Declares the answer of an item; its words follow.
constexpr std::string_view field_answer = "#[link_section = \".abi_probe\"] #[used] static A@n: FieldWords = ";
constexpr std::string_view constant_answer = "#[link_section = \".abi_probe\"] #[used] static A@n: [u64; 8] = ";
constexpr std::string_view record_question =
    "type R@n = @type; #[link_section = \".abi_probe\"] #[used] static A@n: [u64; 7] = [0xAB1C4EC49206BE01, "
    "1 << 32 | 5, @n, 0, core::mem::size_of::<R@n>() as u64, core::mem::align_of::<R@n>() as u64, 0];";

/// "[2, NONE, …]": the extents of the array that was asked for, as an answer contains them.
std::string extents_words(const Type& type) {
    std::string text = "[";
    for (std::size_t i = 0; i < 8; ++i) {
        text += i < type.extents.size() ? std::to_string(type.extents[i]) + ", " : "NONE, ";
    }
    return text + "]";
}

/// Whether a record is an enumeration whose variants have fields.
bool is_tagged(const Record& record) {
    return std::ranges::count(record.fields, tag_name, &Field::name) != 0;
}

/// The words of a field, with its name as Rust writes it. `place`: the field in the record that r points to. `from`
/// takes the address of a part of it: of a field of a variant by a pattern.
Words field_words(const Plan& plan, const Item& item) {
    const auto& field = field_of(plan, item);
    const std::string extents = extents_words(field.type);
    if (!is_tagged(record_of(plan, item))) {
        const auto name = raw(field.name);
        return {{"name", name}, {"extents", extents}, {"from", "unsafe {"}, {"place", "(*r)." + name}, {"to", "}"}};
    }
    const auto variant = raw(std::string(variant_of(field.name)));
    const auto name = raw(std::string(field_in_variant(field.name)));
    return {
        {"name", variant + "." + name},
        {"extents", extents},
        {"from", "match r { R" + std::to_string(item.owner) + "::" + variant + " { " + name + ": f, .. } => unsafe {"},
        {"place", "(*f)"},
        {"to", "}, _ => loop {} }"}};
}

/// A function that takes the address of a part of a record: "@place[0]".
std::string pointer(const std::string& part) {
    return "|r: &R@o| @from core::ptr::addr_of!(" + part + ") @to";
}

/// An enumeration is its integer. For `struct mode(u16)` that is the number in it. For an `enum` the compiler confirms
/// that it is a number by a conversion, and core::marker::DiscriminantKind names its type. repr(C) leaves the sign to
/// the C compiler, so that the sign of the question holds.
std::string ask_carrier(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    const auto& field = field_of(plan, item);
    std::string element = "@place";
    for (std::size_t i = 0; i < field.type.extents.size(); ++i) element += "[0]";
    const std::string place = "@o, @n, core::mem::offset_of!(R@o, @name), " + pointer(element) + ", ";
    const std::string extents = "extents(" + pointer("@place") + ", " + pointer(element) + ", @extents));";
    const std::string head(field_answer);
    const auto words = field_words(plan, item);
    if (item.form == asked_record) {
        return fill(plan, number, head + "carried(" + place + pointer(element + ".0") + ", " + extents, words);
    }
    return fill(plan, number,
                "const _: fn(&R@o) -> u128 = |r| unsafe { (" + pointer(element) + ")(r).read_unaligned() as u128 }; " +
                    head + "enumeration(" + place +
                    (field.type.is_signed || field.type.kind == Kind::signed_integer ? "1" : "0") + ", " + extents,
                words);
}

/// A field of a record that is asked for, too, or an array of such records.
std::string ask_inner(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    const auto& field = field_of(plan, item);
    auto words = field_words(plan, item);
    const std::string inner = "R" + std::to_string(item.inner);
    std::string type = inner;
    for (auto extent = field.type.extents.rbegin(); extent != field.type.extents.rend(); ++extent) {
        type = "[" + type + "; " + std::to_string(*extent) + "]";
    }
    words.insert(words.end(), {{"inner", inner}, {"type", type}});
    return fill(plan, number,
                "const _: fn(&R@o) -> *const @type = " + pointer("@place") + "; " + std::string(field_answer) +
                    "element(@o, @n, core::mem::offset_of!(R@o, @name), " + pointer("@place") +
                    ", (|| loop {}) as fn() -> @inner, 8, 16, @extents);",
                words);
}

/// The tag of an enumeration whose variants have fields.
std::string ask_tag(const Plan& plan, std::size_t number) {
    const auto& type = field_of(plan, plan.items[number]).type;
    const bool is_signed = type.is_signed || type.kind == Kind::signed_integer;
    return fill(plan, number, std::string(field_answer) + "tag::<R@o>(@o, @n, " + (is_signed ? "1" : "0") + ");");
}

std::string ask_field(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    const auto& field = field_of(plan, item);
    const auto words = field_words(plan, item);
    if (field.name == tag_name) return ask_tag(plan, number);
    if (item.form == existence) {
        return fill(plan, number, "fn e@n(r: &R@o) { let _ = (" + pointer("@place") + ")(r); }", words);
    }
    const bool is_shallow = field.type.extents.size() <= 8;
    const bool has_inner = item.inner != no_item && is_asked(plan, item.inner) && is_shallow;
    // A spec may name the integer of an enumeration.
    const bool is_number = field.type.kind == Kind::enumeration || field.type.kind == Kind::unsigned_integer ||
                           field.type.kind == Kind::signed_integer;
    const bool is_enumeration = is_number && is_shallow;
    const bool is_carrier = item.form == named_values ? is_enumeration : item.form == asked_record && !has_inner;
    if (item.form != known_type && is_carrier) return ask_carrier(plan, number);
    if (item.form == asked_record) return ask_inner(plan, number);
    const std::string function = item.form == known_type ? "words" : "any";
    return fill(plan, number,
                std::string(field_answer) + function + "(@o, @n, core::mem::offset_of!(R@o, @name), " +
                    pointer("@place") + ");",
                words);
}

std::string ask_constant(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    constexpr std::array<std::string_view, constant_forms> values{"constant(@n, @name as u128, &@name);",
                                                                  "constant(@n, @name.0 as u128, &@name.0);",
                                                                  "enumerator(@n, @name as i128, &@name);"};
    return fill(plan, number, std::string(constant_answer) + std::string(values.at(item.form % constant_forms)),
                {{"name", spellings_of(constant_of(plan, item).name).at(item.form / constant_forms * 2UL)}});
}

/// A pattern without `..` must name every field of a struct.
std::string ask_rest(const Plan& plan, std::size_t number) {
    if (is_tagged(record_of(plan, plan.items[number]))) return "";
    std::string text = fill(plan, number, "fn m@n(r: &R@o) { let R@o { ");
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const auto& field = plan.items[i];
        if (field.what != Item::What::field || field.owner != plan.items[number].owner) continue;
        if (is_asked(plan, i)) text += raw(field_of(plan, field).name) + ": _, ";
    }
    return text + "} = r; }";
}

/// "pattern does not mention fields `a`, `b`" names fields that are not in the request. Adds questions for them.
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
    // The fields of a tuple have numbers. With the first one in the pattern, the compiler reports the others.
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

/// A match without an arm for the variants that the probe does not know.
std::string ask_values(const Plan& plan, std::size_t number) {
    std::string text = fill(plan, number, "fn m@n(k: &R@o) { match *k { ");
    for (const auto value : values_of(plan, plan.items[number].owner)) {
        text += fill(plan, value, "R@o::@name => {}, ", {{"name", raw(value_asked(plan, plan.items[value]).name)}});
    }
    return text + "} }";
}

/// The variants in "patterns `Kind::A`, `Kind::B { .. }` and 3 more not covered".
std::vector<std::string> listed_variants(const std::string& text) {
    std::vector<std::string> names;
    const auto at = text.find("non-exhaustive patterns");
    if (at == std::string::npos) return names;
    for (const auto& pattern : quoted_names(std::string_view(text).substr(at), '`')) {
        const auto parts = components_of(pattern.substr(0, pattern.find_first_of("({ ")));
        auto name = parts.back();
        if (parts.size() < 2) continue;
        if (name.starts_with("r#")) name.erase(0, 2);
        names.push_back(std::move(name));
    }
    return names;
}

/// What the probe needs of the compiler to see into types (programs/inside.rs). The compiler has it, but only offers it
/// to a crate that the environment names.
constexpr std::string_view features =
    "#![feature(auto_traits, const_type_name, discriminant_kind, fn_ptr_trait, negative_impls, offset_of_enum, "
    "specialization, variant_count)]\n";

/// `rest`: the part of the probe that needs the features, or that does without them.
std::string begin_with(const Request& request, std::string_view attributes, std::string_view rest) {
    const auto made = split(request);
    return "#![allow(warnings)]\n" + std::string(attributes) + (made ? made->attributes + "\n" : "") + "include!(" +
           quoted_text(made ? copy_name : request.files.front()) + ");\n#[allow(warnings)]\nmod abi_probe {\n" +
           std::string(embedded::probe_rs) + std::string(rest);
}

std::string begin(const Request& request) {
    return begin_with(request, features, embedded::inside_rs);
}

std::string begin_without_features(const Request& request) {
    return begin_with(request, "", embedded::plain_rs);
}

std::string question(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    switch (item.what) {
    case Item::What::record:
        return fill(plan, number, record_question, {{"type", spellings_of(record_of(plan, item).name).at(item.form)}});
    case Item::What::field: return ask_field(plan, number);
    case Item::What::constant: return ask_constant(plan, number);
    case Item::What::enumeration:
        return fill(plan, number,
                    "type R@n = @type; #[link_section = \".abi_probe\"] #[used] static A@n: [u64; 6] = "
                    "carrier::<R@n>(@n);",
                    {{"type", spellings_of(enum_asked(plan, item).name).at(2UL * item.form)}});
    case Item::What::value:
        return fill(plan, number,
                    "#[link_section = \".abi_probe\"] #[used] static A@n: [u64; 9] = "
                    "variant(@o, @n, R@o::@name as i128);",
                    {{"name", raw(value_asked(plan, item).name)}});
    case Item::What::values: return ask_values(plan, number);
    case Item::What::promise:
        return fill(plan, number, "#[deny(improper_ctypes_definitions)] extern \"C\" fn p@n(_: R@o) {}");
    // A pattern of a union has exactly one field.
    case Item::What::shape: return fill(plan, number, "fn s@n(r: &R@o) { let R@o { .. } = r; }");
    case Item::What::slots: return "";
    case Item::What::rest: break;
    }
    return ask_rest(plan, number);
}

std::vector<std::string> command(const Request& request, const std::string& source, const std::string& object) {
    auto words = compiler_of(request, "rustc");
    words.insert(words.end(), {"--edition=2021", "--crate-type=lib", "--crate-name=abi_probe_crate", "--emit=obj",
                               "--error-format=short", "-Ccodegen-units=1", "-Cembed-bitcode=no"});
    if (!request.target_word.empty()) words.push_back("--target=" + request.target_word);
    add_flags(request, words);
    words.insert(words.end(), {"-o", object, source});
    return words;
}

/// No other form helps if a field does not exist. If a record or a constant is not found, the forms of the next
/// spelling follow.
unsigned next_form(const Item& item, const std::string& text) {
    // Later forms access parts of the field, so that the error may be about a part.
    const bool is_whole = item.what == Item::What::field && item.form == known_type;
    const bool is_absent = text.find("no field `") != text.npos || text.find("no variant ") != text.npos;
    if (is_whole && is_absent) return ~0U;
    const bool is_found = text.find("cannot find ") == text.npos && text.find("no associated item") == text.npos &&
                          text.find("no variant ") == text.npos;
    if (item.what == Item::What::constant && !is_found) {
        return (item.form / constant_forms + 1) * constant_forms;
    }
    const bool is_gone = item.what == Item::What::record && !is_found;
    return is_gone ? item.form / 2 * 2 + 2 : item.form + 1;
}

std::string remedy(const Request& request) {
    const auto& target = request.target_word;
    if (target.empty()) return "a Rust that has the target of the flags (rustup target add)";
    return "a Rust that has the target " + target + " (rustup target add " + target + ")";
}

/// The targets that the compiler knows. A compiler that does not print them gets the triple as it is.
std::vector<std::string> known_targets(const Request& request) {
    auto words = compiler_of(request, "rustc");
    words.insert(words.end(), {"--print", "target-list"});
    const auto run = run_compiler(request, "Rust", words);
    std::vector<std::string> names;
    if (!run.succeeded) return names;
    for (const auto line : std::views::split(run.printed, '\n')) {
        if (!line.empty()) names.emplace_back(line.begin(), line.end());
    }
    return names;
}

/// Sets the target word of the request. It stays empty for the compiler's own target, and if the flags name the target,
/// because rustc accepts only one --target.
std::optional<Problem> choose_target(Request& request) {
    constexpr std::array<std::string_view, 2> options{"--target=", "--target"};
    auto words = request.compiler;
    add_flags(request, words);
    const auto stated = stated_target(words, options);
    const auto& triple = request.target.triple;
    if (request.target_word.empty() && triple.empty()) return std::nullopt;
    const auto known = known_targets(request);
    const auto ours = request.target_word.empty() ? rust_target(triple, known) : request.target_word;
    if (!stated) {
        request.target_word = ours;
        return std::nullopt;
    }
    request.target_word.clear();
    if (*stated == ours || rust_target(*stated, known) == ours) return std::nullopt;
    return two_targets(request, ours, *stated);
}

/// An older compiler has no offset_of!, and every field would seem to be hidden. A compiler that does not print its
/// version is tried.
std::optional<Problem> too_old(const Request& request) {
    constexpr unsigned needed_minor = 77;
    auto words = compiler_of(request, "rustc");
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
    return Problem{first_file(request), "", "rustc 1.77 or newer, the first with offset_of!, to ask",
                   "rustc " + std::string(version.substr(0, version.find_first_of(" \n")))};
}

}  // namespace

Reading ask_rust(const Request& asked) {
    if (auto problem = too_old(asked)) return failed(std::move(*problem));
    auto request = asked;
    if (auto problem = choose_target(request)) return failed(std::move(*problem));
    // Each file is a crate. If two declare a record, the first one counts.
    return ask_each_file(request, [](const Request& named) {
        auto one = named;
        const auto read = read_file(one.files.front());
        const std::string text = read ? *read : "";
        auto nested = add_nested_records(text, one);
        add_variants(without_comments(text), one);
        nested.merge(add_nested_records(text, one));
        const auto finish = [&](Reading reading) {
            open_bindgen_markers(text, reading.layout);
            drop_empty_fields(reading.layout);
            name_variants(reading.layout);
            // A nested record that the probe cannot see was not asked for by the user.
            std::erase_if(reading.problems, [&](const Problem& problem) {
                return std::ranges::any_of(nested, [&](const auto& name) {
                    return problem.expected == "a record " + name + " that the probe can see";
                });
            });
            return reading;
        };
        Dialect dialect{.language = "Rust",
                        .source_name = "probe.rs",
                        .begin = begin,
                        .question = question,
                        .end = "}",
                        .forms = forms,
                        .command = command,
                        .hidden_marks = {"is private", "enums in offset_of"},
                        .part_mark = "field `0` of",
                        .next_form = next_form,
                        .rest = RestSearch::patterns,
                        .learn = learn,
                        .listing = {.names = listed_variants, .whole_mark = "`_` not covered"},
                        .asks_promise = true,
                        .asks_shape = true,
                        .environment = {"RUSTC_BOOTSTRAP=abi_probe_crate"},
                        .remedy_mark = "can't find crate for `",
                        .remedy = remedy,
                        .copy_name = copy_name,
                        .copy = copy};
        auto reading = ask_compiler(one, dialect);
        // "unknown feature", "feature has been removed", "`#![feature]` may not be used on the stable release channel"
        const bool lacks_feature = std::ranges::any_of(reading.problems, [](const Problem& problem) {
            return problem.found.find("feature") != std::string::npos;
        });
        if (!lacks_feature) return finish(std::move(reading));
        dialect.begin = begin_without_features;
        dialect.environment.clear();
        return finish(ask_compiler(one, dialect));
    });
}

}  // namespace abi::probe
