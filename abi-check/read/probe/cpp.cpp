#include <algorithm>

#include "model/words.h"
#include "read/probe/ask.h"
#include "read/probe/c_family.h"
#include "read/probe/claims.h"
#include "read/probe/embedded.h"
#include "read/probe/names.h"
#include "read/probe/rest.h"

namespace abi::probe {
namespace {

enum FieldForm : unsigned { plain, made_bits, listed_bits, existence, field_forms };
/// The members of a record: their number; with places; with types only, because a bit-field has no address.
enum RestForm : unsigned { counted, placed, listed, rest_forms };

/// The spellings of a record: its name; its tag, if something else has the name, too; and for "Packet::header" the type
/// of the field `header`, which has no name.
std::vector<std::string> spellings_of(const Record& record) {
    const auto parts = components_of(record.name);
    const std::string tag = record.kind == RecordKind::union_ ? "union " : "struct ";
    const bool has_keyword = record.name.starts_with("struct ") || record.name.starts_with("union ");
    std::vector<std::string> all{record.name};
    if (!has_keyword) all.push_back(tag + record.name);
    if (parts.size() >= 2) {
        // The owner takes as many components as possible. The others are members of records without a name.
        for (std::size_t named = parts.size() - 1; named != 0; --named) {
            std::string type = join(parts | std::views::take(named), "::");
            for (std::size_t i = named; i < parts.size(); ++i) {
                const auto field = "decltype(((" + type + "*)0)->" + parts[i] + ")";
                type = "abi_probe::innermost<" + field + ">::type";
            }
            all.push_back(type);
        }
    }
    return all;
}

unsigned forms(const Plan& plan, const Item& item) {
    switch (item.what) {
    case Item::What::record: return static_cast<unsigned>(spellings_of(record_of(plan, item)).size());
    case Item::What::field: return field_forms;
    case Item::What::rest: return rest_forms;
    case Item::What::enumeration: return 2;
    default: break;
    }
    return 1;
}

std::string ask_record(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    return fill(plan, number,
                "typedef @type abi_r@n;\n"
                "static_assert(__is_class(abi_r@n) || __is_union(abi_r@n), \"\");\n"
                "ABI_DATA abi_a@n[] = {ABI_HEAD(1, 5), @n, __is_union(abi_r@n) ? 2 : 1, sizeof(abi_r@n), "
                "alignof(abi_r@n), 0};",
                {{"type", spellings_of(record_of(plan, item)).at(item.form)}});
}

/// The offset of a field in bytes. offsetof accepts a name without a base. "Base::x" is the distance of two addresses
/// in an object that need not exist. If the compiler does not know it (a virtual base), the answer stays zero, which
/// does not count as an answer.
std::string_view offset_of(std::string_view name) {
    if (name.find("::") == std::string_view::npos) return "__builtin_offsetof(abi_r@o, @name)";
    return "((char*)&((abi_r@o*)0x100000)->@name - (char*)0x100000)";
}

constexpr PlainTexts plain_texts{
    .first = "typedef abi_probe::bare<abi_probe::stored<decltype(((abi_r@o*)0)->@name)>::type>::type abi_f@n_0;",
    .element = " typedef abi_probe::bare<abi_probe::step<abi_f@n_@l>::element>::type abi_f@n_@k;",
    .same = " | abi_probe::same<@last, abi_r@inner>::value << 4",
    .answer =
        "\nABI_DATA abi_a@n[] = {ABI_HEAD(2, @count), @o, @n, 1 + 8 * ABI_C(@offset), ABI_NONE, "
        "ABI_C(abi_probe::kind<@last>::code), 8 * ABI_C(sizeof(@last)), "
        "ABI_C(abi_probe::kind<@last>::code == 7 && abi_probe::kind<@last>::sign) | "
        "abi_probe::step<abi_f@n_0>::is_open << 2 | abi_probe::step<@last>::is_array << 3@same | __is_empty(abi_f@n_0) "
        "<< 5, ABI_NONE, "
        "alignof(@last), @levels, abi_probe::step<abi_f@n_0>::extent",
    .inner = ", abi_probe::step<abi_f@n_@l>::extent"};

/// An object in which all bits of the field are set, and one in which none is. A constant expression makes them if the
/// record has a constexpr constructor, bases or private fields (C++14); otherwise a list does (C++20 [dcl.init.aggr]).
std::string ask_bits(const Plan& plan, std::size_t number) {
    constexpr std::string_view answer =
        "typedef abi_probe::bare<decltype(((abi_r@o*)0)->@name)>::type abi_b@n;\n"
        "ABI_DATA abi_a@n[] = {ABI_HEAD(2, 12), @o, @n, ABI_NONE, 0, ABI_C(abi_probe::kind<abi_b@n>::code), "
        "8 * ABI_C(sizeof(abi_b@n)), ABI_C(abi_probe::kind<abi_b@n>::code == 7 && abi_probe::kind<abi_b@n>::sign), "
        "8 * ABI_C(sizeof(abi_b@n)), 0, 0, 0, 0};\n";
    // Both objects have the same member of a union in use, and the same null pointers.
    constexpr std::string_view made =
        "constexpr abi_r@o abi_m@n(abi_b@n v) { abi_r@o r = abi_r@o(); r.@name = v; return r; }\n"
        "extern \"C\" { abi_r@o abi_bits_@n ABI_BITS(@n) = abi_m@n(ABI_ONES(abi_b@n)); }\n"
        "extern \"C\" { abi_r@o abi_zero_@n ABI_BITS(z@n) = abi_m@n(abi_b@n()); }\n";
    constexpr std::string_view listed =
        "extern \"C\" { abi_r@o abi_bits_@n ABI_BITS(@n) = {.@name = ABI_ONES(abi_b@n)}; }\n";
    return fill(plan, number, answer) + fill(plan, number, plan.items[number].form == made_bits ? made : listed);
}

/// A structured binding with as many names as the record has members (C++17 [dcl.struct.bind]; an extension before).
/// The compiler refuses any other number and reports the right one.
std::string ask_rest(const Plan& plan, std::size_t number) {
    constexpr std::string_view type =
        "\ntypedef abi_probe::bare<abi_probe::stored<decltype(abi_m@n_@i)>::type>::type abi_t@n_@i;";
    constexpr std::string_view answer =
        " ABI_DATA abi_a@n_@i@kind[] = {ABI_HEAD(2, 12), @o, @n, @offset, ABI_NONE, "
        "ABI_C(abi_probe::kind<abi_t@n_@i>::code), __is_empty(abi_t@n_@i) ? 0 : 8 * ABI_C(sizeof(abi_t@n_@i)), 0, "
        "ABI_NONE, alignof(abi_t@n_@i), 0, 0, 0};";
    const auto& item = plan.items[number];
    std::string text = fill(plan, number, "extern \"C\" { extern abi_r@o abi_o@n; } static auto& [");
    for (std::size_t i = 0; i < item.members; ++i) {
        text += (i == 0 ? "" : ", ") + fill(plan, number, "abi_m@n_") + std::to_string(i);
    }
    text += fill(plan, number, "] = abi_o@n;");
    for (std::size_t i = 0; item.form != counted && i < item.members; ++i) {
        const auto add = [&](std::string_view one, const std::string& kind, const std::string& offset) {
            text += fill(plan, number, one, {{"i", std::to_string(i)}, {"kind", kind}, {"offset", offset}});
        };
        add(type, "", "");
        add(answer, "l", "ABI_NONE");
        if (item.form != placed) continue;
        const auto member = fill(plan, number, "abi_m@n_") + std::to_string(i);
        add(answer, "p", fill(plan, number, "1 + 8 * ABI_C((char*)&@member - (char*)&abi_o@n)", {{"member", member}}));
    }
    return text;
}

void learn(Plan& plan, std::size_t number, const std::string& text) {
    auto& item = plan.items[number];
    if (item.form != counted) {
        ++item.form;
        return;
    }
    // If there are fewer members than fields, some fields belong to a member without a name: then give up.
    const auto members = stated_members(text);
    item.form = members > item.members ? placed : rest_forms;
    item.members = members > item.members ? members : 0;
    if (item.form != rest_forms) return;
    item.found = text.find("anonymous union") == text.npos ? "the compiler does not list its members"
                                                           : "C++ cannot list the members of a union without a name";
}

/// A constant expression: a value that is only computed when the program starts is not a constant.
constexpr std::string_view constant_question =
    "static constexpr @type abi_v@n = @name;\n"
    "ABI_DATA abi_a@n[] = {ABI_HEAD(3, 6), @n, abi_probe::kind<@type>::code == 7 ? 1 + abi_probe::kind<@type>::sign : "
    "ABI_C(abi_probe::kind<@type>::code), 8 * sizeof(@type), ABI_C(abi_v@n), ABI_HIGH(abi_v@n)};";

constexpr std::string_view enum_question =
    "typedef @type abi_r@n;\nstatic_assert(__is_enum(abi_r@n), \"\");\n"
    "ABI_DATA abi_a@n[] = {ABI_HEAD(5, 4), @n, 1 + abi_probe::kind<abi_r@n>::sign, 8 * ABI_C(sizeof(abi_r@n)), "
    "ABI_C(abi_probe::fixed_enum<abi_r@n>::value)};";
constexpr std::string_view value_question =
    "ABI_DATA abi_a@n[] = {ABI_HEAD(6, 7), @o, @n, static_cast<__underlying_type(abi_r@o)>(abi_r@o::@name) < 0, "
    "ABI_C(abi_r@o::@name), ABI_HIGH(abi_r@o::@name), 0};\n";

std::string question(const Plan& plan, std::size_t number) {
    const auto& item = plan.items[number];
    switch (item.what) {
    case Item::What::claim: return c_claim(plan, number);
    case Item::What::slots:
    case Item::What::promise:
    case Item::What::shape: return "";
    case Item::What::enumeration:
        return fill(plan, number, enum_question,
                    {{"type", (item.form == 0 ? "" : "enum ") + enum_asked(plan, item).name}});
    case Item::What::value: return fill(plan, number, value_question) + check_value(plan, number);
    case Item::What::values: return ask_values(plan, number, false);
    case Item::What::record: return ask_record(plan, number);
    case Item::What::rest: return ask_rest(plan, number);
    case Item::What::constant:
        return fill(plan, number, constant_question,
                    {{"type", fill(plan, number, "abi_probe::bare<decltype(@name)>::type")}});
    case Item::What::field: break;
    }
    if (item.form == plain) {
        return ask_plain(plan, number, plain_texts, offset_of(field_of(plan, item).name));
    }
    return item.form == existence ? fill(plan, number, field_exists) : ask_bits(plan, number);
}

std::string begin(const Request& request) {
    return include_files(request, embedded::types_hpp);
}

std::vector<std::string> command(const Request& request, const std::string& source, const std::string& object) {
    return c_command(request, "c++", source, object);
}

}  // namespace

Reading ask_cpp(const Request& request) {
    return ask_by_include(
        request, {.language = "C++",
                  .source_name = "probe.cpp",
                  .begin = begin,
                  .question = question,
                  .forms = forms,
                  .command = command,
                  .next_form = c_next_form,
                  .rest = RestSearch::bindings,
                  .learn = learn,
                  .listing = {.names = listed_values, .whole_mark = not_enumerated, .show_warnings = show_warnings}});
}

}  // namespace abi::probe
