#include <algorithm>
#include <array>
#include <cctype>

#include "os/file.h"
#include "read/probe/ask.h"
#include "read/probe/languages.h"
#include "read/probe/run.h"

namespace abi::probe {
namespace {

/// The codes are those of section.h. ABI_ADDRESS is what is left of a type when an expression of
/// it is used, if that is a pointer: arrays decay, qualifiers go. ABI_ELEMENT is one step into an array; another type
/// stays what it is. What is aligned above its size is an element of no array, and E[0] of it an error. GCC and clang
/// agree that a flexible tail is compatible with an array of no element (C11 6.7.2.1 §18).
constexpr std::string_view prelude = R"(
#define ABI_IS_ADDRESS(T) (__builtin_classify_type(*(T*)0) == 5)
#define ABI_ADDRESS(T) __typeof__(__builtin_choose_expr(ABI_IS_ADDRESS(T), (0, *(T*)0), (char*)0))
#define ABI_IS_ARRAY(T) (ABI_IS_ADDRESS(T) && !__builtin_types_compatible_p(T, ABI_ADDRESS(T)) && \
    !__builtin_types_compatible_p(T, _Atomic(ABI_ADDRESS(T))))
#define ABI_ELEMENT(T) __typeof__(*__builtin_choose_expr(ABI_IS_ARRAY(T), *(T*)0, (T*)0))
#define ABI_IN_ARRAYS(E) __typeof__(*__builtin_choose_expr(sizeof(E) % _Alignof(E) == 0, (E*)0, (char*)0))
#define ABI_IS_OPEN(T, E) __builtin_types_compatible_p(T, ABI_IN_ARRAYS(E)[0])
#define ABI_SIZE(T, E) sizeof(__typeof__(*__builtin_choose_expr(ABI_IS_OPEN(T, E), (ABI_IN_ARRAYS(E)(*)[0])0, (T*)0)))
#define ABI_OUTER(T, E) \
    (ABI_IS_ARRAY(T) && !ABI_IS_OPEN(T, E) ? ABI_SIZE(T, E) / (sizeof(E) + !sizeof(E)) : ABI_NONE)
#define ABI_INNER(T, E) (ABI_IS_ARRAY(T) ? sizeof(T) / (sizeof(E) + !sizeof(E)) : ABI_NONE)
#if __DBL_MANT_DIG__ == 53
#define ABI_DOUBLE 3
#else
#define ABI_DOUBLE 0
#endif
#if (__LDBL_MANT_DIG__ == 53 && __SIZEOF_LONG_DOUBLE__ == 8) || \
    (__LDBL_MANT_DIG__ == 113 && __SIZEOF_LONG_DOUBLE__ == 16)
#define ABI_LONG_DOUBLE 3
#else
#define ABI_LONG_DOUBLE 0
#endif
#ifdef __SIZEOF_INT128__
#define ABI_KINDS_128 __int128: 2, unsigned __int128: 1,
#define ABI_WIDTHS_128 __int128: 128, unsigned __int128: 128,
#define ABI_HIGH(x) (ABI_U)((unsigned __int128)(x) >> 64), 1
#else
#define ABI_KINDS_128
#define ABI_WIDTHS_128
#define ABI_HIGH(x) 0, 0
#endif
#if defined(__FLT16_MANT_DIG__) && (!defined(__GNUC__) || defined(__clang__))
#define ABI_KINDS_16 _Float16: 3,
#else
#define ABI_KINDS_16
#endif
#if defined(__SIZEOF_FLOAT128__) && (defined(__x86_64__) || defined(__i386__))
#define ABI_KINDS_FLOAT128 __float128: 3,
#else
#define ABI_KINDS_FLOAT128
#endif
#define ABI_CLASS(x) (__builtin_classify_type(x) == 5 ? 6 : __builtin_classify_type(x) == 12 || \
    __builtin_classify_type(x) == 13 ? 8 : 0)
#define ABI_KIND(x) _Generic((x), _Bool: 4, char: ((char)-1 < 0 ? 2 : 1), signed char: 2, unsigned char: 1, \
    short: 2, unsigned short: 1, int: 2, unsigned: 1, long: 2, unsigned long: 1, long long: 2, \
    unsigned long long: 1, ABI_KINDS_128 ABI_KINDS_16 ABI_KINDS_FLOAT128 float: 3, double: ABI_DOUBLE, \
    long double: ABI_LONG_DOUBLE, default: ABI_CLASS(x))
#define ABI_WIDTH(x) _Generic((x), _Bool: 8 * sizeof(_Bool), char: 8, signed char: 8, unsigned char: 8, \
    short: 8 * sizeof(short), unsigned short: 8 * sizeof(short), int: 8 * sizeof(int), unsigned: 8 * sizeof(int), \
    long: 8 * sizeof(long), unsigned long: 8 * sizeof(long), long long: 8 * sizeof(long long), \
    unsigned long long: 8 * sizeof(long long), ABI_WIDTHS_128 default: 0)
#ifdef __clang__
#define ABI_DECLARED(x) ABI_WIDTH(x)
#else
#define ABI_DECLARED(x) 0
#endif
#define ABI_STORAGE(x) (ABI_DECLARED(x) ? ABI_DECLARED(x) : ABI_NONE)
)";

/// What a name may mean, in the order in which it is tried: a tag, a typedef, and for "Packet::header" the type of a
constexpr std::size_t most_extents = 4;  // of a member whose type has no name of its own

/// A type as C can write it: "struct Packet", or the type of a member's member… of one, as a record without a name of
/// its own has to be called.
struct Spelling {
    std::string type;
    std::vector<std::string> members;
};

/// What a name may mean: a tag, a typedef, and for "Packet::header" the type of a field that has no name of its own.
std::vector<Spelling> spellings_of(const Record& record) {
    const auto parts = components_of(record.name);
    const auto& last = parts.back();
    const bool has_keyword = last.starts_with("struct ") || last.starts_with("union ");
    if (has_keyword) return {{last, {}}};
    std::vector<Spelling> all{{"struct " + last, {}}, {"union " + last, {}}, {last, {}}};
    if (record.kind == RecordKind::union_) std::swap(all[0], all[1]);
    // The owner is the first or, where that only says where the others are, the last but one.
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

/// Each spelling that fails costs a run of the compiler, so that what the files write is tried first; where they write
/// no tag, it is a typedef.
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
            // An attribute may stand between the keyword and the tag of an owner; the request knows which keyword.
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
    switch (item.what) {
    case Item::What::record: return static_cast<unsigned>(spellings_of(record_of(plan, item)).size());
    case Item::What::field: return field_forms;
    case Item::What::constant:
    case Item::What::rest: break;
    }
    return 1;
}

void write_record(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    // A step for each member, and more for its extents.
    const auto spelling = spelling_of(plan, item);
    std::string type = spelling.type;
    std::string steps;
    for (std::size_t i = 0; i < spelling.members.size(); ++i) {
        const std::string step = "abi_o" + n + "_" + std::to_string(i) + "_";
        steps += "typedef __typeof__(((" + type + "*)0)->" + spelling.members[i] + ") " + step + "0; ";
        for (std::size_t level = 0; level < most_extents; ++level) {
            steps +=
                "typedef ABI_ELEMENT(" + step + std::to_string(level) + ") " + step + std::to_string(level + 1) + "; ";
        }
        type = step + std::to_string(most_extents);
    }
    source.add(steps + "typedef " + type + " abi_r" + n + ";\ntypedef char abi_is" + n + "[ABI_CLASS(*(abi_r" + n +
                   "*)0) == 8 ? 1 : -1];\n" + "ABI_DATA abi_a" + n + "[] = {ABI_HEAD(1, 5), " + n +
                   ", __builtin_classify_type(*(abi_r" + n + "*)0) - 11, sizeof(abi_r" + n + "), _Alignof(abi_r" + n +
                   "), 0};",
               number);
}

void write_plain(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    const std::string owner = "abi_r" + std::to_string(item.owner);
    const auto& name = field_of(plan, item).name;
    const auto type = [&](std::size_t level) { return "abi_f" + n + "_" + std::to_string(level); };
    std::string text = "typedef __typeof__(((" + owner + "*)0)->" + name + ") " + type(0) + ";";
    for (std::size_t level = 0; level < item.levels; ++level) {
        text += " typedef ABI_ELEMENT(" + type(level) + ") " + type(level + 1) + ";";
    }
    const auto last = type(item.levels);
    std::string same;
    if (item.inner != no_item && is_asked(plan, forms, item.inner)) {
        same = " | __builtin_types_compatible_p(" + last + ", abi_r" + std::to_string(item.inner) + ") << 4";
    }
    text += "\nABI_DATA abi_a" + n + "[] = {ABI_HEAD(2, " + std::to_string(12 + item.levels) + "), " +
            std::to_string(item.owner) + ", " + n + ", 1 + 8ULL * __builtin_offsetof(" + owner + ", " + name +
            "), ABI_NONE, ABI_KIND(*(" + last + "*)0), 8ULL * sizeof(" + last + "), ABI_IS_OPEN(" + type(0) + ", " +
            type(1) + ") << 2 | ABI_IS_ARRAY(" + last + ") << 3" + same + ", ABI_NONE, _Alignof(" + last + "), " +
            std::to_string(item.levels) + ", ABI_OUTER(" + type(0) + ", " + type(1) + ")";
    for (std::size_t level = 1; level < item.levels; ++level) {
        text += ", ABI_INNER(" + type(level) + ", " + type(level + 1) + ")";
    }
    source.add(text + ", 0, 0};", number);
}

/// An expression of a bit-field has its declared type in clang; in GCC a type of its width that no name fits, so that
/// its sign stays unknown.
void write_bit_field(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    const std::string owner = "abi_r" + std::to_string(item.owner);
    const auto& name = field_of(plan, item).name;
    const std::string field = "((" + owner + "*)0)->" + name;
    source.add("ABI_DATA abi_a" + n + "[] = {ABI_HEAD(2, 12), " + std::to_string(item.owner) + ", " + n +
                   ", ABI_NONE, 0, ABI_KIND(" + field + "), ABI_DECLARED(" + field + "), 0, ABI_STORAGE(" + field +
                   "), 0, 0, 0, 0};\n" + owner + " abi_bits_" + n + " ABI_BITS(" + n + ") = {." + name + " = -1};",
               number);
}

/// What comes behind a designated field is the next one (C11 6.7.9 §17), or too much, which compilers let pass.
void write_rest(const Plan& plan, const Item& item, const std::string& n, Source& source, std::size_t number) {
    const auto before = item.inner == no_item ? "" : "." + field_of(plan, plan.items[item.inner]).name + " = {0}, ";
    source.add("abi_r" + std::to_string(item.owner) + " abi_bits_" + n + " ABI_BITS(" + n + ") = {" + before + "-1};",
               number);
}

void write(const Plan& plan, Source& source) {
    for (const auto& file : plan.request.files) source.add("#include \"" + file + "\"");
    source.add(c_prelude);
    source.add(prelude);
    for (std::size_t number = 0; number < plan.items.size(); ++number) {
        if (!is_asked(plan, forms, number)) continue;
        const auto& item = plan.items[number];
        const auto n = std::to_string(number);
        if (item.what == Item::What::record) {
            write_record(plan, item, n, source, number);
        } else if (item.what == Item::What::rest) {
            write_rest(plan, item, n, source, number);
        } else if (item.what == Item::What::constant) {
            const auto& name = constant_of(plan, item).name;
            source.add("ABI_DATA abi_a" + n + "[] = {ABI_HEAD(3, 6), " + n + ", ABI_KIND(" + name + "), 8 * sizeof(" +
                           name + "), (ABI_U)(" + name + "), ABI_HIGH(" + name + ")};",
                       number);
        } else if (item.form == plain) {
            write_plain(plan, item, n, source, number);
        } else if (item.form == bit_field) {
            write_bit_field(plan, item, n, source, number);
        } else {
            source.add("void abi_e" + n + "(abi_r" + std::to_string(item.owner) + "* r) { (void)r->" +
                           field_of(plan, item).name + "; }",
                       number);
        }
    }
}

std::vector<std::string> command(const Request& request, const std::string& source, const std::string& object) {
    return c_command(request, "c", source, object);
}

}  // namespace

std::vector<std::string> c_command(const Request& request, const std::string& language, const std::string& source,
                                   const std::string& object) {
    std::vector<std::string> words = request.compiler;
    if (words.empty()) words = {language == "c" ? "clang-19" : "clang++-19"};
    const bool is_clang =
        std::ranges::any_of(words, [](const auto& word) { return word.find("clang") != std::string::npos; });
    if (is_clang && !request.target.triple.empty()) words.push_back("--target=" + request.target.triple);
    if (!request.target.sysroot.empty()) words.push_back("--sysroot=" + request.target.sysroot);
    words.insert(words.end(), request.target.flags.begin(), request.target.flags.end());
    words.insert(words.end(), request.flags.begin(), request.flags.end());
    // All errors at once, nothing else, and machine code.
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

Reading ask_by_include(const Request& request, const Dialect& dialect) {
    for (const auto& file : request.files) {
        if (file.find_first_of("\"\n") == std::string::npos) continue;
        Reading reading;
        reading.problems.push_back({{.file = shown_path(request.root, file)},
                                    "",
                                    "a path that an #include can name",
                                    "a double quote or a line break in it"});
        return reading;
    }
    return ask_files(request, dialect);
}

Reading probe_c(const Request& request) {
    return ask_by_include(request, {.language = "C",
                                    .source_name = "probe.c",
                                    .write = write,
                                    .forms = forms,
                                    .command = command,
                                    .next_form = c_next_form,
                                    .guess = guess,
                                    .rest = RestSearch::initializers});
}

}  // namespace abi::probe
