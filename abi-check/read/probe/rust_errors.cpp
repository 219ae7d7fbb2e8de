#include "read/probe/rust_errors.h"

#include <algorithm>

#include "read/probe/names.h"
#include "read/probe/values.h"

namespace abi::probe {

/// No other form helps if a field does not exist. If a record or a constant is not found, the forms of the next
/// spelling follow.
unsigned next_rust_form(const Item& item, const std::string& text) {
    // Later forms access parts of the field, so that the error may be about a part.
    const bool is_whole = item.what == Item::What::field && item.form == known_type;
    const bool is_absent = text.find("no field `") != text.npos || text.find("no variant ") != text.npos;
    if (is_whole && is_absent) return ~0U;
    // "mismatched types": the spelling means another type than the name does.
    const bool is_found = text.find("cannot find ") == text.npos && text.find("no associated item") == text.npos &&
                          text.find("no variant ") == text.npos && text.find("mismatched types") == text.npos;
    const bool is_private = text.find("is private") != text.npos;
    if (item.what == Item::What::constant && (!is_found || is_private)) {
        return (item.form / constant_forms + 1) * constant_forms;
    }
    const bool is_gone = item.what == Item::What::record && !is_found;
    return is_gone ? item.form / 2 * 2 + 2 : item.form + 1;
}

void learn_fields(Plan& plan, std::size_t number, const std::string& text) {
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

}  // namespace abi::probe
