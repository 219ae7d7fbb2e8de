#include <algorithm>
#include <cctype>

#include "os/file.h"
#include "read/probe/ask.h"
#include "read/probe/c_family.h"
#include "read/probe/embedded.h"
#include "read/probe/run.h"

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

/// Sets the spelling that is tried first, as each one that fails costs a run of the compiler: a tag that the files
/// contain, otherwise a typedef.
void guess(Plan& plan) {
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

enum FieldForm : unsigned { plain, bit_field, existence, field_forms };

unsigned forms(const Plan& plan, const Item& item) {
    if (item.what == Item::What::record) return static_cast<unsigned>(spellings_of(record_of(plan, item)).size());
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

bool is_clang(const std::vector<std::string>& words) {
    return std::ranges::any_of(words, [](const auto& word) { return word.find("clang") != std::string::npos; });
}

/// GCC's scalar_storage_order turns the bytes of a scalar round. No expression tells that, but the bytes of an object
/// do in which the field has the value 1. Clang has no such attribute. A field that holds a record is not asked.
std::string order_question(const Plan& plan, std::size_t number, std::string_view object) {
    const auto& asked = field_of(plan, plan.items[number]).type;
    const bool is_scalar =
        asked.kind != Kind::record && asked.kind != Kind::unknown && !asked.flexible_tail && asked.width_bits > 8;
    if (!is_scalar || is_clang(compiler_of(plan.request, "clang-19"))) return "";
    return fill(plan, number, "\nabi_r@o abi_bits_@object ABI_BITS(@object) = {.@name = 1};",
                {{"object", std::string(object) + std::to_string(number)}});
}

std::string ask_plain(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    const auto step = [&](std::string_view text, std::size_t level) {
        return fill(plan, number, text, {{"l", std::to_string(level)}, {"k", std::to_string(level + 1)}});
    };
    std::string text = fill(plan, number, "typedef __typeof__(((abi_r@o*)0)->@name) abi_f@n_0;");
    for (std::size_t level = 0; level < item.levels; ++level) {
        text += step(" typedef ABI_ELEMENT(abi_f@n_@l) abi_f@n_@k;", level);
    }
    const auto last = step("abi_f@n_@l", item.levels);
    std::string same;
    if (compares_inner(plan, item)) {
        same = " | __builtin_types_compatible_p(" + last + ", abi_r" + std::to_string(item.inner) + ") << 4";
    }
    text += fill(plan, number,
                 "\nABI_DATA abi_a@n[] = {ABI_HEAD(2, @count), @o, @n, 1 + 8ULL * __builtin_offsetof(abi_r@o, @name), "
                 "ABI_NONE, ABI_KIND(*(@last*)0), 8ULL * sizeof(@last), "
                 "ABI_IS_OPEN(abi_f@n_0, abi_f@n_1) << 2 | ABI_IS_ARRAY(@last) << 3@same, ABI_NONE, _Alignof(@last), "
                 "@levels, ABI_OUTER(abi_f@n_0, abi_f@n_1)",
                 {{"count", std::to_string(12 + item.levels)},
                  {"last", last},
                  {"same", same},
                  {"levels", std::to_string(item.levels)}});
    for (std::size_t level = 1; level < item.levels; ++level) {
        text += step(", ABI_INNER(abi_f@n_@l, abi_f@n_@k)", level);
    }
    return text + ", 0, 0};" + order_question(plan, number, "");
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

std::string question(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    switch (item.what) {
    case Item::What::record: return ask_record(plan, number);
    case Item::What::rest: return ask_rest(plan, number);
    case Item::What::constant:
        return fill(plan, number,
                    "ABI_DATA abi_a@n[] = {ABI_HEAD(3, 6), @n, ABI_KIND(@name), 8 * sizeof(@name), (ABI_U)(@name), "
                    "ABI_HIGH(@name)};");
    case Item::What::field: break;
    }
    if (item.form == plain) return ask_plain(plan, number);
    if (item.form != bit_field) return fill(plan, number, field_exists);
    return fill(plan, number, bit_field_question) + order_question(plan, number, "one_");
}

std::string begin(const Request& request) {
    return include_files(request, embedded::types_h);
}

std::vector<std::string> command(const Request& request, const std::string& source, const std::string& object) {
    return c_command(request, "c", source, object);
}

}  // namespace

std::string include_files(const Request& request, std::string_view types) {
    std::string text;
    for (const auto& file : request.files) text += "#include \"" + file + "\"\n";
    return text + std::string(embedded::answers_h) + std::string(types);
}

bool compares_inner(const Plan& plan, const Item& item) {
    return item.inner != no_item && is_asked(plan, item.inner);
}

std::vector<std::string> c_command(const Request& request, const std::string& language, const std::string& source,
                                   const std::string& object) {
    auto words = compiler_of(request, language == "c" ? "clang-19" : "clang++-19");
    const bool by_clang = is_clang(words);
    if (by_clang && !request.target.triple.empty()) words.push_back("--target=" + request.target.triple);
    if (!request.target.sysroot.empty()) words.push_back("--sysroot=" + request.target.sysroot);
    add_flags(request, words);
    // The compiler prints all errors and no warnings, and writes machine code.
    words.insert(words.end(), {"-w", "-Wno-fatal-errors", "-Wno-int-conversion", "-O0", "-fno-lto", "-c"});
    words.insert(words.end(), {by_clang ? "-ferror-limit=0" : "-fmax-errors=0",
                               by_clang ? "-fno-caret-diagnostics" : "-fno-diagnostics-show-caret"});
    if (language != "c") words.emplace_back("-fno-access-control");
    words.insert(words.end(), {"-x", language, source, "-o", object});
    return words;
}

unsigned c_next_form(const Item& item, const std::string& text) {
    const bool is_absent = item.what == Item::What::field && text.find("no member named") != std::string::npos;
    return is_absent ? ~0U : item.form + 1;
}

Reading ask_by_include(const Request& request, const Dialect& dialect) {
    for (const auto& file : request.files) {
        if (file.find_first_of("\"\n") == std::string::npos) continue;
        return failed({{.file = shown_path(request.root, file)},
                       "",
                       "a path that an #include can name",
                       "a double quote or a line break in it"});
    }
    return ask_files(request, dialect);
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
                                    .rest = RestSearch::initializers});
}

}  // namespace abi::probe
