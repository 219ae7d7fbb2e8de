#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "llvm/TargetParser/Triple.h"
#include "os/file.h"
#include "read/facts.h"
#include "read/probe/ask.h"
#include "read/probe/c_family.h"
#include "read/probe/claims.h"
#include "read/probe/embedded.h"
#include "read/probe/names.h"
#include "read/probe/run.h"
#include "read/probe/target_words.h"
#include "read/probe/usual_compiler.h"
#include "read/probe/values.h"

namespace abi::probe {
namespace {

/// How many array extents are removed from a member whose type has no name.
constexpr std::size_t most_extents = 4;

/// A type as C can write it: "struct Packet", or, for a record without a name, the type of a member (of a member …) of
/// such a type.
struct Spelling {
    std::string type;
    std::vector<std::string> members;
};

/// What the name of a record may mean: a tag, a typedef, and for "Packet::header" the type of the member `header`,
/// which has no name.
std::vector<Spelling> spellings_of(const Record& record) {
    const auto parts = components_of(record.name);
    const auto& last = parts.back();
    const bool has_keyword = last.starts_with("struct ") || last.starts_with("union ");
    if (has_keyword) return {{last, {}}};
    std::vector<Spelling> all{{"struct " + last, {}}, {"union " + last, {}}, {last, {}}};
    if (record.kind == RecordKind::union_) std::swap(all[0], all[1]);
    // The owner is the first component or, if that is only the scope of the others, the last but one.
    for (std::size_t owner = 0; owner + 1 < parts.size(); owner = std::max(owner + 1, parts.size() - 2)) {
        const std::vector<std::string> members(parts.begin() + static_cast<std::ptrdiff_t>(owner) + 1, parts.end());
        for (const auto* keyword : {"struct ", "union ", ""}) all.push_back({keyword + parts[owner], members});
    }
    return all;
}

bool holds_words(std::string_view text, const std::string& words) {
    const auto is_word = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
    for (auto at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
        const auto end = at + words.size();
        if (end == text.size() || !is_word(text[end])) return true;
    }
    return false;
}

/// Claims are about what a name means, and a typedef comes before a tag of the same name.
void take_typedefs(Plan& plan) {
    for (auto& item : plan.items) {
        if (item.what == Item::What::enumeration) item.first = 1;
        if (item.what != Item::What::record) continue;
        const auto spellings = spellings_of(record_of(plan, item));
        const auto plain = std::ranges::find_if(spellings, [](const Spelling& one) {
            return one.members.empty() && one.type.find(' ') == std::string::npos;
        });
        if (plain != spellings.end()) item.first = static_cast<unsigned>(plain - spellings.begin());
    }
}

/// Sets the spelling that is tried first, as each one that fails costs a run of the compiler: a tag that the files
/// contain, otherwise a typedef.
void guess(Plan& plan) {
    if (!plan.request.claims.empty()) return take_typedefs(plan);
    std::string text;
    for (const auto& file : plan.request.files) {
        if (const auto one = read_file(file)) text += *one + "\n";
    }
    std::vector<std::string> asked;
    asked.reserve(plan.request.records.size());
    for (const auto& record : plan.request.records) {
        asked.push_back((record.kind == RecordKind::union_ ? "union " : "struct ") + record.name);
    }
    std::ranges::sort(asked);
    for (auto& item : plan.items) {
        if (item.what == Item::What::enumeration) {
            item.first = holds_words(text, "enum " + components_of(enum_asked(plan, item).name).back()) ? 0 : 1;
        }
        if (item.what != Item::What::record) continue;
        const auto spellings = spellings_of(record_of(plan, item));
        const auto is_tag = [&](const Spelling& one) {
            return one.type.find(' ') != std::string::npos && holds_words(text, one.type);
        };
        auto first = std::ranges::find_if(spellings, is_tag);
        if (first == spellings.end()) {
            // An attribute may stand between the keyword and the tag of an owner; the request has the keyword.
            first = std::ranges::find_if(spellings, [&](const Spelling& one) {
                return !one.members.empty() && std::ranges::binary_search(asked, one.type);
            });
        }
        if (first == spellings.end()) {
            first = std::ranges::find_if(spellings,
                                         [](const Spelling& one) { return one.type.find(' ') == one.type.npos; });
        }
        if (first != spellings.end()) item.first = static_cast<unsigned>(first - spellings.begin());
    }
}

Spelling spelling_of(const Plan& plan, const Item& item) {
    const auto spellings = spellings_of(record_of(plan, item));
    return spellings.at((item.form + item.first) % spellings.size());
}

/// An enumeration by its tag, or by a typedef.
enum EnumForm : unsigned { by_tag, by_typedef, enum_forms };

bool is_typedef(const Plan& /*plan*/, const Item& enumeration) {
    return (enumeration.form + enumeration.first) % enum_forms == by_typedef;
}

std::string enum_spelling(const Plan& plan, const Item& item) {
    const auto last = components_of(enum_asked(plan, item).name).back();
    return is_typedef(plan, item) ? last : "enum " + last;
}

enum FieldForm : unsigned { plain, bit_field, existence, field_forms };

unsigned forms(const Plan& plan, const Item& item) {
    if (item.what == Item::What::record) return static_cast<unsigned>(spellings_of(record_of(plan, item)).size());
    if (item.what == Item::What::enumeration) return enum_forms;
    return item.what == Item::What::field ? field_forms : 1;
}

std::string ask_record(const Plan& plan, std::size_t number) {
    // A step for each member, and more for its extents.
    const auto spelling = spelling_of(plan, plan.items[number]);
    std::string type = spelling.type;
    std::string steps;
    for (std::size_t i = 0; i < spelling.members.size(); ++i) {
        const auto step = fill(plan, number, "abi_o@n_") + std::to_string(i) + "_";
        const Words words{{"type", type}, {"member", spelling.members[i]}, {"step", step}};
        steps += fill(plan, number, "typedef __typeof__(((@type*)0)->@member) @step0; ", words);
        for (std::size_t level = 0; level < most_extents; ++level) {
            steps += fill(plan, number, "typedef ABI_ELEMENT(@step@l) @step@k; ",
                          {{"step", step}, {"l", std::to_string(level)}, {"k", std::to_string(level + 1)}});
        }
        type = step + std::to_string(most_extents);
    }
    return steps + fill(plan, number,
                        "typedef @type abi_r@n;\n"
                        "typedef char abi_is@n[ABI_CLASS(*(abi_r@n*)0) == 8 ? 1 : -1];\n"
                        "ABI_DATA abi_a@n[] = {ABI_HEAD(1, 5), @n, __builtin_classify_type(*(abi_r@n*)0) - 11, "
                        "sizeof(abi_r@n), _Alignof(abi_r@n), 0};",
                        {{"type", type}});
}

std::vector<std::string> c_compiler(const Request& request) {
    return compiler_of(request, request.language == "cpp" ? usual_cpp : usual_c);
}

/// "zig cc" and "python3 -m ziglang c++" are clang with Zig's words for targets.
bool is_zig_command(const std::vector<std::string>& words) {
    const bool is_c = std::ranges::any_of(words, [](const auto& word) { return word == "cc" || word == "c++"; });
    return is_c && std::ranges::any_of(words, [](const auto& word) {
               return word == "zig" || word == "ziglang" || word.ends_with("/zig");
           });
}

bool is_clang_command(const std::vector<std::string>& words) {
    return is_zig_command(words) ||
           std::ranges::any_of(words, [](const auto& word) { return word.find("clang") != std::string::npos; });
}

constexpr PlainTexts plain_texts{
    .first = "typedef __typeof__(((abi_r@o*)0)->@name) abi_f@n_0;",
    .element = " typedef ABI_ELEMENT(abi_f@n_@l) abi_f@n_@k;",
    .same = " | __builtin_types_compatible_p(@last, abi_r@inner) << 4",
    .answer =
        "\nABI_DATA abi_a@n[] = {ABI_HEAD(2, @count), @o, @n, 1 + 8ULL * __builtin_offsetof(abi_r@o, @name), "
        "ABI_NONE, ABI_KIND(*(@last*)0), 8ULL * sizeof(@last), "
        "ABI_IS_OPEN(abi_f@n_0, abi_f@n_1) << 2 | ABI_IS_ARRAY(@last) << 3@same, ABI_NONE, _Alignof(@last), "
        "@levels, ABI_OUTER(abi_f@n_0, abi_f@n_1)",
    .inner = ", ABI_INNER(abi_f@n_@l, abi_f@n_@k)"};

/// GCC's scalar_storage_order turns the bytes of a scalar round. No expression tells that, but the bytes of an object
/// do in which the field has the value 1. Clang has no such attribute. A field that holds a record is not asked.
std::string order_question(const Plan& plan, std::size_t number, std::string_view object) {
    const auto& asked = field_of(plan, plan.items[number]).type;
    const bool is_scalar =
        asked.kind != Kind::record && asked.kind != Kind::unknown && !asked.flexible_tail && asked.width_bits > 8;
    if (!is_scalar || is_clang_command(c_compiler(plan.request))) return "";
    return fill(plan, number, "\nabi_r@o abi_bits_@object ABI_BITS(@object) = {.@name = 1};",
                {{"object", std::string(object) + std::to_string(number)}});
}

/// In clang an expression of a bit-field has its declared type. In GCC it has a type of the bit-field's width that
/// matches no type with a name, so its sign is unknown.
constexpr std::string_view bit_field_question =
    "ABI_DATA abi_a@n[] = {ABI_HEAD(2, 12), @o, @n, ABI_NONE, 0, ABI_KIND(((abi_r@o*)0)->@name), "
    "ABI_DECLARED(((abi_r@o*)0)->@name), 0, ABI_STORAGE(((abi_r@o*)0)->@name), 0, 0, 0, 0};\n"
    "abi_r@o abi_bits_@n ABI_BITS(@n) = {.@name = -1};";

/// The value behind a designated field is that of the next one (C11 6.7.9 §17). If there is no next one, compilers
/// accept it with a warning.
std::string ask_rest(const Plan& plan, std::size_t number) {
    const auto inner = plan.items[number].inner;
    return fill(plan, number, "abi_r@o abi_bits_@n ABI_BITS(@n) = {@before-1};",
                {{"before", inner == no_item ? "" : fill(plan, inner, ".@name = {0}, ")}});
}

/// The constant has the type `int`, unless the source states the width (C23 6.7.2.2) or its value is no `int`.
constexpr std::string_view value_question =
    "ABI_DATA abi_a@n[] = {ABI_HEAD(6, 7), @o, @n, ((@name) < 0) | (_Generic((@name), int: 0, default: "
    "(@name) >= -2147483647 && (@name) <= 2147483647)) << 1, (ABI_U)(@name), ABI_HIGH(@name), 0};\n";

/// An object of the record in which each known member has a pair of braces with this designator.
std::string designated(const Plan& plan, std::size_t number, const std::string& object, const std::string& name) {
    std::string text = fill(plan, number, "abi_r@o abi_" + object + "@n = {");
    for (std::size_t i = 0; i < plan.items[number].members; ++i) text += "{." + name + " = {0}}, ";
    return text + "};";
}

/// Each member takes one pair of braces. A record takes a name in it that is the name of a member of its own. The last
/// line has one pair more than the record has known members.
std::string ask_slots(const Plan& plan, std::size_t number) {
    const auto& nested = plan.items[number].nested;
    auto text = designated(plan, number, "s", "abi_no");
    for (std::size_t i = 0; i < nested.size(); ++i) {
        text += " " + designated(plan, number, "m" + std::to_string(i) + "_", nested[i]);
    }
    const auto last = plan.items[number].inner;
    if (last == no_item) return text;
    // GCC calls a pair too many an error, and clang only warns.
    return text + fill(plan, number,
                       "\n#pragma GCC diagnostic push\n#pragma GCC diagnostic error \"-Wexcess-initializers\"\n"
                       "abi_r@o abi_t@n = {.@last = {0}, {0}};\n#pragma GCC diagnostic pop\n",
                       {{"last", field_of(plan, plan.items[last]).name}});
}

std::string question(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    switch (item.what) {
    case Item::What::slots: return ask_slots(plan, number);
    case Item::What::claim: return c_claim(plan, number);
    case Item::What::enumeration:
        return fill(plan, number,
                    "typedef @type abi_r@n;\n"
                    "ABI_DATA abi_a@n[] = {ABI_HEAD(5, 4), @n, (abi_r@n)-1 < 0 ? 2 : 1, 8 * sizeof(abi_r@n), 0};",
                    {{"type", enum_spelling(plan, item)}});
    case Item::What::value: return fill(plan, number, value_question) + check_value(plan, number);
    case Item::What::values: return ask_values(plan, number, is_typedef(plan, plan.items[item.owner]));
    case Item::What::promise:
    case Item::What::shape: return "";
    case Item::What::record: return ask_record(plan, number);
    case Item::What::rest: return ask_rest(plan, number);
    case Item::What::constant:
        return fill(plan, number,
                    "ABI_DATA abi_a@n[] = {ABI_HEAD(3, 6), @n, ABI_KIND(@name), 8 * sizeof(@name), (ABI_U)(@name), "
                    "ABI_HIGH(@name)};");
    case Item::What::field: break;
    }
    if (item.form == plain) return ask_plain(plan, number, plain_texts) + order_question(plan, number, "");
    if (item.form != bit_field) return fill(plan, number, field_exists);
    return fill(plan, number, bit_field_question) + order_question(plan, number, "one_");
}

std::string begin(const Request& request) {
    return include_files(request, embedded::types_h);
}

std::vector<std::string> command(const Request& request, const std::string& source, const std::string& object) {
    return c_command(request, "c", source, object);
}

/// The target of clang: its own word, or the triple as it is.
std::string c_target(const Request& request, bool is_zig) {
    if (!request.target_word.empty()) return request.target_word;
    const auto& triple = request.target.triple;
    return is_zig && !triple.empty() ? zig_target(triple) : triple;
}

std::string normal(const std::string& triple) {
    return llvm::Triple::normalize(triple);
}

/// Flags that name another target than the configuration does. A GCC compiles for one machine: if the target has a word
/// of its own for C, the GCC must print it for -dumpmachine.
std::optional<Problem> wrong_target(const Request& request) {
    constexpr std::array<std::string_view, 3> options{"--target=", "-target", "--target"};
    auto words = c_compiler(request);
    const auto ours = c_target(request, is_zig_command(words));
    if (!is_clang_command(words)) {
        if (request.target_word.empty()) return std::nullopt;
        words.emplace_back("-dumpmachine");
        const auto run = run_compiler(request, "C", words);
        if (!run.succeeded) return first_error(request, run, "");
        const auto machine = run.printed.substr(0, run.printed.find('\n'));
        if (normal(machine) == normal(ours)) return std::nullopt;
        return Problem{first_file(request), "", "a compiler for " + ours, words.front() + " for " + machine};
    }
    add_flags(request, words);
    const auto stated = stated_target(words, options);
    if (!stated || ours.empty() || normal(*stated) == normal(ours)) return std::nullopt;
    return two_targets(request, ours, *stated);
}

}  // namespace

std::string check_value(const Plan& plan, std::size_t number) {
    return fill(plan, number,
                "#pragma GCC diagnostic push\n#pragma GCC diagnostic error \"-Wswitch\"\n"
                "void abi_c@n(abi_r@o e) { switch (e) { case @label: default:; } }\n#pragma GCC diagnostic pop\n",
                {{"label", value_label(plan, plan.items[number])}});
}

std::string value_label(const Plan& plan, const Item& value) {
    const auto& name = value_asked(plan, value).name;
    return plan.request.language == "cpp" ? "abi_r" + std::to_string(value.owner) + "::" + name : name;
}

std::string ask_values(const Plan& plan, std::size_t number, bool has_proof) {
    std::string text = fill(plan, number,
                            "#pragma GCC diagnostic push\n#pragma GCC diagnostic error \"-Wswitch\"\n"
                            "void abi_l@n(abi_r@o e) { switch (e) {");
    for (const auto value : values_of(plan, plan.items[number].owner)) {
        if (!plan.items[value].hidden) text += " case " + value_label(plan, plan.items[value]) + ":";
    }
    text += ";} }\n";
    if (has_proof) {
        text += fill(plan, number,
                     "void abi_w@n(abi_r@o e) { switch (e) { case (abi_r@o)91: case (abi_r@o)77: case (abi_r@o)53:; "
                     "default:; } }\n");
    }
    return text + "#pragma GCC diagnostic pop\n";
}

std::vector<std::string> listed_values(const std::string& text) {
    std::vector<std::string> names;
    for (std::string_view left = text; !left.empty();) {
        const auto line = left.substr(0, left.find('\n'));
        left.remove_prefix(std::min(line.size() + 1, left.size()));
        if (line.find("not handled in switch") == line.npos) continue;
        for (auto& name : quoted_names(line, '\'')) names.push_back(std::move(name));
    }
    return names;
}

void show_warnings(std::vector<std::string>& command) {
    std::erase_if(command, [](const auto& word) { return word == "-w" || word.starts_with("-Werror"); });
}

namespace {

/// A macro that a file defines after a declaration (`#define stat stat64`) would turn a claim about it into one about
/// something else. A claim about a value without an enumeration may be about the macro itself.
std::string undefinitions(const Request& request) {
    std::set<std::string> names;
    for (const auto& claim : request.claims) {
        const bool is_value = claim.what == Claim::What::constant || claim.what == Claim::What::value;
        if (is_value && claim.field.empty()) continue;
        names.insert(claim.name.substr(claim.name.rfind(':') + 1));
    }
    std::string text;
    for (const auto& name : names) {
        const bool is_word = !name.empty() && std::ranges::all_of(name, [](char c) {
            return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0;
        });
        if (is_word) text += "#undef " + name + "\n";
    }
    return text;
}

}  // namespace

std::string include_files(const Request& request, std::string_view types) {
    std::string text;
    // Before the user's files, which may change how records are laid out from here on.
    text += std::string(embedded::facts_h);
    for (const auto& file : request.files) text += "#include \"" + file + "\"\n";
    return text + undefinitions(request) + std::string(embedded::answers_h) + std::string(types);
}

std::string ask_plain(const Plan& plan, std::size_t number, const PlainTexts& texts, std::string_view offset) {
    const auto& item = plan.items[number];
    const auto at_level = [&](std::string_view text, std::size_t level) {
        return fill(plan, number, text, {{"l", std::to_string(level)}, {"k", std::to_string(level + 1)}});
    };
    std::string text = fill(plan, number, texts.first);
    for (std::size_t level = 0; level < item.levels; ++level) text += at_level(texts.element, level);
    const auto last = at_level("abi_f@n_@l", item.levels);
    // The field is compared with the record that it probably holds.
    const bool is_compared = item.inner != no_item && is_asked(plan, item.inner);
    text += fill(plan, number, texts.answer,
                 {{"count", std::to_string(12 + item.levels)},
                  {"offset", fill(plan, number, offset)},
                  {"last", last},
                  {"same", fill(plan, number, is_compared ? texts.same : "",
                                {{"last", last}, {"inner", std::to_string(item.inner)}})},
                  {"levels", std::to_string(item.levels)}});
    for (std::size_t level = 1; level < item.levels; ++level) text += at_level(texts.inner, level);
    return text + ", 0, 0};";
}

std::vector<std::string> c_command(const Request& request, const std::string& language, const std::string& source,
                                   const std::string& object) {
    auto words = c_compiler(request);
    const bool is_clang = is_clang_command(words);
    const auto target = c_target(request, is_zig_command(words));
    if (is_clang && !target.empty()) words.push_back("--target=" + target);
    if (!request.target.sysroot.empty()) words.push_back("--sysroot=" + request.target.sysroot);
    add_flags(request, words);
    // The compiler prints all errors and no warnings, and writes machine code.
    words.insert(words.end(), {"-w", "-Wno-fatal-errors", "-Wno-int-conversion", "-O0", "-fno-lto", "-c"});
    words.insert(words.end(), {is_clang ? "-ferror-limit=0" : "-fmax-errors=0",
                               is_clang ? "-fno-caret-diagnostics" : "-fno-diagnostics-show-caret"});
    if (language != "c") words.emplace_back("-fno-access-control");
    words.insert(words.end(), {"-x", language, source, "-o", object});
    return words;
}

unsigned c_next_form(const Item& item, const std::string& text) {
    const bool is_absent = item.what == Item::What::field && text.find("no member named") != std::string::npos;
    return is_absent ? ~0U : item.form + 1;
}

/// If no compiler was named, clang answers in its place, and the real compiler may choose otherwise.
void keep_choice_open(const Request& request, Reading& reading) {
    const llvm::Triple triple(llvm::Triple::normalize(request.target.triple));
    const bool is_stated = states_enum_size(request.flags) || states_enum_size(request.target.flags);
    if (!request.compiler.empty() || is_stated || !leaves_enums_open(triple)) return;
    set_fact(Fact::enum_bits, std::string(open_choice), reading);
}

Reading ask_by_include(const Request& request, const Dialect& dialect) {
    if (auto problem = wrong_target(request)) return failed(std::move(*problem));
    for (const auto& file : request.files) {
        if (file.find_first_of("\"\n") == std::string::npos) continue;
        return failed({{.file = shown_path(request.root, file)},
                       "",
                       "a path that an #include can name",
                       "a double quote or a line break in it"});
    }
    auto reading = ask_files(request, dialect);
    keep_choice_open(request, reading);
    return reading;
}

Reading ask_c(const Request& request) {
    return ask_by_include(request, {.language = "C",
                                    .source_name = "probe.c",
                                    .begin = begin,
                                    .question = question,
                                    .forms = forms,
                                    .command = command,
                                    .next_form = c_next_form,
                                    .guess = guess,
                                    .rest = RestSearch::initializers,
                                    .listing = {.names = listed_values,
                                                .whole_mark = not_enumerated,
                                                .needs_proof = is_typedef,
                                                .show_warnings = show_warnings}});
}

}  // namespace abi::probe
