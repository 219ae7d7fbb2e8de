#include <algorithm>
#include <array>
#include <ranges>

#include "model/find.h"
#include "model/words.h"
#include "os/temporary_folder.h"
#include "read/probe/ask.h"
#include "read/probe/cargo.h"
#include "read/probe/claims.h"
#include "read/probe/embedded.h"
#include "read/probe/layout.h"
#include "read/probe/names.h"
#include "read/probe/run.h"
#include "read/probe/rust_command.h"
#include "read/probe/rust_errors.h"
#include "read/probe/rust_nested.h"
#include "read/probe/rust_tagged.h"
#include "read/probe/rust_text.h"
#include "read/probe/values.h"

namespace abi::probe {
namespace {

/// How the questions of one crate are written.
struct Asking {
    std::vector<RustPart> parts{};   // the modules that can have questions; the root first
    bool unsafe_attributes = false;  // link_section is an unsafe attribute (edition 2024)
    bool names_core = false;         // the crate `core` has to be named (edition 2015)
    bool has_features = true;        // rustc has the features of programs/inside.rs
};

constexpr auto* raw = &raw_identifier;

/// A record with a lifetime has 'static as its argument: the forms of each spelling.
constexpr std::size_t lifetime_forms = 2;

unsigned forms(const Asking& asking, const Plan& plan, const Item& item) {
    switch (item.what) {
    case Item::What::record:
        return static_cast<unsigned>(type_spellings(asking.parts, record_of(plan, item).name).size() * lifetime_forms);
    case Item::What::field: return field_forms;
    case Item::What::enumeration:
        return static_cast<unsigned>(type_spellings(asking.parts, enum_asked(plan, item).name).size());
    case Item::What::rest:
    case Item::What::slots:
    case Item::What::value:
    case Item::What::values:
    case Item::What::promise:
    case Item::What::claim:
    case Item::What::shape: return 1;
    case Item::What::constant: break;
    }
    return static_cast<unsigned>(constant_spellings(asking.parts, constant_of(plan, item).name).size() *
                                 constant_forms);
}

/// The spelling in which an item is asked now: of a record, an enumeration, a constant, or of what it belongs to.
RustSpelling spelling(const Asking& asking, const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    if (item.owner != no_item) return spelling(asking, plan, item.owner);
    if (item.what == Item::What::constant) {
        return constant_spellings(asking.parts, constant_of(plan, item).name).at(item.form / constant_forms);
    }
    const bool is_record = item.what == Item::What::record;
    const auto& name = is_record ? record_of(plan, item).name : enum_asked(plan, item).name;
    return type_spellings(asking.parts, name).at(is_record ? item.form / lifetime_forms : item.form);
}

/// Declares the answer of an item; its words follow.
constexpr std::string_view field_answer = "#[link_section = \".abi_probe\"] #[used] static A@n: FieldWords = ";
constexpr std::string_view constant_answer = "#[link_section = \".abi_probe\"] #[used] static A@n: [u64; 8] = ";
constexpr std::string_view record_question =
    "type R@n = @type; impl crate::abi_probe_0::Asked<@n> for R@n {} @same#[link_section = \".abi_probe\"] #[used] "
    "static A@n: RecordWords = record::<R@n>(@n);";

/// The extents of the array that was asked for. Rust has no array without a length: it writes one of no elements.
std::vector<std::uint64_t> extents_in_rust(const Type& type) {
    auto extents = type.extents;
    if (type.flexible_tail) extents.insert(extents.begin(), 0);
    return extents;
}

/// "[2, NONE, …]": these extents as an answer contains them.
std::string extents_words(const Type& type) {
    const auto extents = extents_in_rust(type);
    std::string text = "[";
    for (std::size_t i = 0; i < 8; ++i) {
        text += i < extents.size() ? std::to_string(extents[i]) + ", " : "NONE, ";
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

/// A function that takes the address of a part of a record: "@place".
std::string pointer(const std::string& part) {
    return "|r: &R@o| @from core::ptr::addr_of!(" + part + ") @to";
}

/// The place of the first element of an array, which may have none.
std::string first_of(const std::string& array) {
    return "(*first(core::ptr::addr_of!(" + array + ")))";
}

/// The place of the first number or record of an array of the extents that were asked for.
std::string first_element(const Type& type) {
    std::string element = "@place";
    for (std::size_t i = 0; i < extents_in_rust(type).size(); ++i) element = first_of(element);
    return element;
}

/// The extents of the array as it is declared, each measured by itself: arrays of one count differ by their extents.
std::string measured_extents(const Type& type) {
    std::string text = "[";
    std::string array = "@place";
    for (std::size_t i = 0; i < 8; ++i) {
        const bool is_asked = i < extents_in_rust(type).size();
        text += is_asked ? "extent(" + pointer(array) + "), " : "NONE, ";
        array = first_of(array);
    }
    return text + "]";
}

/// An enumeration is its integer. For `struct mode(u16)` that is the number in it. For an `enum` the compiler confirms
/// that it is a number by a conversion, and core::marker::DiscriminantKind names its type. repr(C) leaves the sign to
/// the C compiler, so that the sign of the question holds.
std::string ask_carrier(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    const auto& field = field_of(plan, item);
    const auto element = first_element(field.type);
    const std::string place = "@o, @n, core::mem::offset_of!(R@o, @name), " + pointer(element) + ", ";
    const auto extents = measured_extents(field.type) + ");";
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

/// A field of a record that is asked for, too, or an array of such records. The module that declares the record cannot
/// always be named here, but rustc knows which type has the answer.
std::string ask_inner(const Plan& plan, std::size_t number) {
    const auto& field = field_of(plan, plan.items[number]);
    auto words = field_words(plan, plan.items[number]);
    words.emplace_back("inner", std::to_string(plan.items[number].inner));
    return fill(
        plan, number,
        "const fn t@n<T, E: crate::abi_probe_0::Asked<@inner>>(_: fn(&T) -> *const E) -> fn() -> E { || loop {} } " +
            std::string(field_answer) + "element(@o, @n, core::mem::offset_of!(R@o, @name), " + pointer("@place") +
            ", t@n(" + pointer(first_element(field.type)) + "), 8, 16, " + measured_extents(field.type) + ");",
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

std::string ask_constant(const Asking& asking, const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    constexpr std::array<std::string_view, constant_forms> values{"constant(@n, @name as u128, &@name);",
                                                                  "constant(@n, @name.0 as u128, &@name.0);",
                                                                  "enumerator(@n, @name as i128, &@name);"};
    return fill(plan, number, std::string(constant_answer) + std::string(values.at(item.form % constant_forms)),
                {{"name", spelling(asking, plan, number).text}});
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

/// A match without an arm for the variants that the probe does not know.
std::string ask_values(const Plan& plan, std::size_t number) {
    std::string text = fill(plan, number, "fn m@n(k: &R@o) { match *k { ");
    for (const auto value : values_of(plan, plan.items[number].owner)) {
        text += fill(plan, value, "R@o::@name => {}, ", {{"name", raw(value_asked(plan, plan.items[value]).name)}});
    }
    return text + "} }";
}

/// What the probe needs of the compiler to see into types (programs/inside.rs). The compiler has it, but only offers it
/// to a crate that the environment names.
constexpr std::string_view features =
    "auto_traits, const_type_name, discriminant_kind, fn_ptr_trait, negative_impls, offset_of_enum, specialization, "
    "variant_count";

/// The text before the questions, which stand in a module of their own, below the one that declares what they ask for.
std::string begin(const Asking& asking) {
    std::string text(embedded::probe_rs);
    text += asking.has_features ? embedded::inside_rs : embedded::plain_rs;
    // The standard library promises that these have the layout of what they hold.
    text +=
        "pub trait Asked<const N: usize> {}\n"
        "impl<const N: usize, T: Asked<N>> Asked<N> for core::cell::Cell<T> {}\n"
        "impl<const N: usize, T: Asked<N>> Asked<N> for core::cell::UnsafeCell<T> {}\n"
        "impl<const N: usize, T: Asked<N>> Asked<N> for core::mem::ManuallyDrop<T> {}\n"
        "impl<const N: usize, T: Asked<N>> Asked<N> for core::mem::MaybeUninit<T> {}\n";
    const std::string allow = "#![allow(warnings)]\n";
    if (!asking.names_core) return allow + text;
    constexpr std::string_view use = "use core::";
    for (auto at = text.find(use); at != text.npos; at = text.find(use, at + 1)) {
        text.insert(at + use.find("core"), "self::");
    }
    return allow + "extern crate core;\n" + text;
}

/// Edition 2024 wants #[unsafe(link_section = "…")], which rustc has since 1.82.
std::string with_attributes(const Asking& asking, std::string text) {
    constexpr std::string_view plain = "#[link_section = ";
    constexpr std::string_view marked = "#[unsafe(link_section = ";
    if (!asking.unsafe_attributes) return text;
    for (auto at = text.find(plain); at != std::string::npos; at = text.find(plain, at)) {
        text.replace(at, plain.size(), marked);
        text.insert(std::min(text.find(']', at), text.size()), ")");
        at += marked.size();
    }
    return text;
}

/// The question of a record or an enumeration, which has its name.
std::string ask_named(const Asking& asking, const Plan& plan, std::size_t number, std::string_view text) {
    const auto here = spelling(asking, plan, number);
    const bool is_record = plan.items[number].what == Item::What::record;
    const std::string lifetime = is_record && plan.items[number].form % lifetime_forms != 0 ? "<'static>" : "";
    const auto same = here.same.empty() ? "" : "const _: fn(R@n) -> " + here.same + lifetime + " = |r| r; ";
    return fill(plan, number, text, {{"type", here.text + lifetime}, {"same", fill(plan, number, same)}});
}

std::string question(const Asking& asking, const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    switch (item.what) {
    case Item::What::record: return ask_named(asking, plan, number, record_question);
    case Item::What::field: return ask_field(plan, number);
    case Item::What::constant: return ask_constant(asking, plan, number);
    case Item::What::enumeration:
        return ask_named(asking, plan, number,
                         "type R@n = @type; @same#[link_section = \".abi_probe\"] #[used] static A@n: [u64; 6] = "
                         "carrier::<R@n>(@n);");
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
    case Item::What::claim:
        return rust_claim(plan, number, item.owner == no_item ? "" : spelling(asking, plan, number).text);
    case Item::What::slots: return "";
    case Item::What::rest: break;
    }
    return ask_rest(plan, number);
}

/// What is told of a record that no question reached.
std::optional<Problem> unreached(const Request& request, const std::vector<RustFile>& files,
                                 const std::vector<RustPart>& parts, const std::string& name) {
    const auto rivals = rival_modules(parts, name);
    if (!rivals.empty()) {
        return Problem{first_file(request), "", "one record " + name,
                       "one in each of the modules " + list_names(rivals, "and") + ": name it with its module"};
    }
    const auto last = components_of(name).back();
    const bool is_in_body =
        std::ranges::any_of(files, [&](const RustFile& file) { return file.scan.in_bodies.contains(last); });
    if (!is_in_body) return std::nullopt;
    return Problem{first_file(request), "", "a record " + name + " that the probe can see",
                   "one in the body of a function, which no other code can name: move it into a module"};
}

/// The names whose declarations are of interest.
std::set<std::string> wanted_names(const Request& request) {
    std::set<std::string> wanted;
    for (const auto& record : request.records) add_wanted(record.name, wanted);
    for (const auto& constant : request.constants) add_wanted(constant.name, wanted);
    for (const auto& one : request.enums) add_wanted(one.name, wanted);
    return wanted;
}

Dialect dialect_of(const Asking& asking, const RustCrate& crate, const std::vector<RustFile>& files,
                   const RustCopy& copy, const std::string& folder) {
    Dialect dialect{.language = "Rust", .source_name = "probe.rs"};
    dialect.begin = [&](const Request&) { return with_attributes(asking, begin(asking)); };
    dialect.question = [&](const Plan& plan, std::size_t item) {
        return with_attributes(asking, question(asking, plan, item));
    };
    dialect.part = [&](const Plan& plan, std::size_t item) { return spelling(asking, plan, item).part; };
    dialect.parts = asking.parts.size();
    dialect.forms = [&](const Plan& plan, const Item& item) { return forms(asking, plan, item); };
    dialect.command = [&](const Request&, const std::string&, const std::string& object) {
        return rust_object_command(crate, files.front(), copy, object);
    };
    dialect.hidden_marks = {"is private", "enums in offset_of"};
    dialect.part_mark = "field `0` of";
    dialect.next_form = next_rust_form;
    dialect.rest = RestSearch::patterns;
    dialect.learn = learn_fields;
    dialect.listing = {.names = listed_variants, .whole_mark = "`_` not covered"};
    dialect.asks_promise = true;
    dialect.asks_shape = true;
    dialect.environment = copy.environment;
    if (asking.has_features) dialect.environment.push_back("RUSTC_BOOTSTRAP=" + copy.name);
    dialect.remedy_mark = "can't find crate for `";
    dialect.remedy = rust_target_remedy;
    dialect.warning_mark = "is not FFI-safe";
    dialect.folder = folder;
    dialect.copies = copy.mirror.path();
    return dialect;
}

/// Asks for a copy of the crate. Adds the problems of records that no question reached.
Reading ask_copy(const Request& request, const RustCrate& crate, const std::vector<RustFile>& files,
                 const std::string& folder, bool has_features) {
    const auto wanted_features = has_features ? std::string(features) : "";
    auto copy = copy_rust_crate(request, crate, files, wanted_names(request), wanted_features, folder);
    if (!copy) return failed(rust_problem(request, copy.problems.front()));
    const Asking asking{.parts = copy->parts,
                        .unsafe_attributes = crate.edition >= "2024",
                        .names_core = crate.edition == "2015",
                        .has_features = has_features};
    auto reading = ask_compiler(request, dialect_of(asking, crate, files, *copy, folder));
    for (const auto& record : request.records) {
        if (reading.units.empty() || find_record(reading.layout, record.name) != nullptr) continue;
        auto problem = unreached(request, files, asking.parts, record.name);
        if (problem) reading.problems.push_back(std::move(*problem));
    }
    return reading;
}

/// Whether rustc has no such feature any more, or does not offer it to this crate: "unknown feature", "feature has been
/// removed", "`#![feature]` may not be used on the stable release channel".
bool lacks_feature(const Reading& reading) {
    return std::ranges::any_of(
        reading.problems, [](const Problem& problem) { return problem.found.find("feature") != std::string::npos; });
}

}  // namespace

Reading ask_rust_crate(const Request& asked, const RustCrate& crate, const std::string& folder) {
    auto request = asked;
    const auto files = find_rust_files(request, crate, folder);
    if (!files) return failed(rust_problem(request, files.problems.front()));
    const auto text = join(*files, "\n", &RustFile::text);
    std::set<std::string> nested;
    if (request.claims.empty()) {
        nested = add_nested_records(text, request);
        add_variants(without_comments(text), request);
        nested.merge(add_nested_records(text, request));
    }
    auto reading = ask_copy(request, crate, *files, folder, true);
    if (lacks_feature(reading)) reading = ask_copy(request, crate, *files, folder, false);
    if (!reading.units.empty()) {
        reading.units.clear();
        for (const auto& file : *files) reading.units.push_back(shown_path(request.root, file.path));
    }
    open_bindgen_markers(text, reading.layout);
    drop_empty_fields(reading.layout);
    name_variants(reading.layout);
    // A nested record that the probe cannot see was not asked for by the user.
    std::erase_if(reading.problems, [&](const Problem& problem) {
        return std::ranges::any_of(nested, [&](const auto& name) {
            return problem.expected == "a record " + name + " that the probe can see" ||
                   problem.expected == "one record " + name;
        });
    });
    return reading;
}

namespace {

/// Asks for the crate of a file or of a package.
Reading ask_one(const Request& asked) {
    const bool is_package = is_manifest(asked.files.front());
    auto request = is_package ? rustc_request(asked) : asked;
    if (auto problem = rust_too_old(request)) return failed(std::move(*problem));
    if (auto problem = choose_rust_target(request)) return failed(std::move(*problem));
    const TemporaryFolder folder("probe");
    if (folder.path.empty()) return failed(no_folder(folder));
    if (!is_package) return ask_rust_crate(request, crate_of_file(request), folder.path);
    const auto crate = cargo_crate(asked, request, folder.path);
    return crate ? ask_rust_crate(request, *crate, folder.path) : failed(crate.problems.front());
}

}  // namespace

Reading ask_rust(const Request& request) {
    // Each file is a crate. If two declare a record, the first one counts.
    return ask_each_file(request, ask_one);
}

}  // namespace abi::probe
