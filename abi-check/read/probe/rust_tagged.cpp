#include "read/probe/rust_tagged.h"

#include <algorithm>
#include <map>
#include <vector>

#include "model/words.h"
#include "read/probe/names.h"
#include "read/probe/rust_text.h"

namespace abi::probe {
namespace {

struct Variant {
    std::string name;
    std::vector<Member> members;  // "$0" is the first of a tuple
};

Variant variant_in(std::string_view text) {
    text = without_head(text);
    const auto* const end = std::ranges::find_if_not(text, is_of_name);
    Variant variant{std::string(text.begin(), end), {}};
    const auto rest = trimmed(text.substr(variant.name.size()));
    const auto close = after_brackets(rest, 0);
    const auto body = close < 2 ? std::string_view() : rest.substr(1, close - 2);
    if (rest.starts_with('{')) variant.members = members_of(body);
    if (!rest.starts_with('(')) return variant;
    for (const auto part : parts_of(body)) {
        variant.members.push_back({"$" + std::to_string(variant.members.size()), std::string(without_head(part))});
    }
    return variant;
}

using Tagged = std::map<std::string, std::vector<Variant>>;

/// The enumerations of the text that have a variant with fields, by name.
Tagged tagged_in(std::string_view text) {
    constexpr std::string_view word = "enum ";
    Tagged found;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        if (at != 0 && is_of_name(text[at - 1])) continue;
        auto rest = trimmed(text.substr(at + word.size()));
        const std::string name(rest.begin(), std::ranges::find_if_not(rest, is_of_name));
        rest = trimmed(rest.substr(name.size()));
        if (name.empty() || !rest.starts_with('{')) continue;
        const auto close = after_brackets(rest, 0);
        std::vector<Variant> variants;
        for (const auto part : parts_of(rest.substr(1, close < 2 ? 0 : close - 2))) {
            variants.push_back(variant_in(part));
        }
        const bool has_fields = std::ranges::any_of(variants, [](const Variant& one) { return !one.members.empty(); });
        if (has_fields) found.try_emplace(name, std::move(variants));
    }
    return found;
}

/// The type of a member, as far as the text tells it: its extents, and the record that the text declares.
Type type_of(const Member& member, std::string_view text, const Tagged& tagged) {
    Type type;
    const auto element = element_of(member.type, type.extents);
    const auto name = element.empty() ? std::string() : components_of(element).back();
    if (name.empty() || !std::ranges::all_of(name, is_of_name)) return type;
    for (const std::string word : {"struct ", "union ", "enum "}) {
        const auto at = text.find(word + name);
        const auto end = at == std::string_view::npos ? at : at + word.size() + name.size();
        if (at == std::string_view::npos || (end < text.size() && is_of_name(text[end]))) continue;
        type.kind = word == "enum " && !tagged.contains(name) ? Kind::enumeration : Kind::record;
        type.name = name;
        return type;
    }
    return type;
}

/// The field of the asker that is the tag: an integer at the beginning.
Field tag_of(const Record& asked) {
    const auto at = std::ranges::find_if(asked.fields, [](const Field& field) {
        const auto kind = field.type.kind;
        return field.offset_bits == 0 &&
               (kind == Kind::unsigned_integer || kind == Kind::signed_integer || kind == Kind::enumeration);
    });
    Field tag = at == asked.fields.end() ? Field{} : *at;
    tag.name = tag_name;
    return tag;
}

std::string name_in_c(const std::string& name, const Record& record) {
    if (name == tag_name) return "tag";
    const std::string variant(variant_of(name));
    const auto field = name.substr(variant.size() + 1);
    if (!field.starts_with('$')) return snake_case(variant) + "." + field;
    const bool is_only = std::ranges::count_if(record.fields, [&](const Field& other) {
                             return other.name.starts_with(variant + ".$");
                         }) == 1;
    return snake_case(variant) + (is_only ? "" : "._" + field.substr(1));
}

}  // namespace

std::set<std::string> tagged_enums(std::string_view plain) {
    std::set<std::string> names;
    for (const auto& [name, variants] : tagged_in(plain)) names.insert(name);
    return names;
}

void add_variants(std::string_view plain, Request& request) {
    const auto tagged = tagged_in(plain);
    for (auto& record : request.records) {
        const auto found = tagged.find(components_of(record.name).back());
        if (found == tagged.end()) continue;
        std::vector<Field> fields{tag_of(record)};
        for (const auto& variant : found->second) {
            for (const auto& member : variant.members) {
                Field& field = fields.emplace_back();
                field.name = variant.name + "." + member.name;
                field.type = type_of(member, plain, tagged);
            }
        }
        record.fields = std::move(fields);
    }
}

std::string_view variant_of(std::string_view field) {
    const auto dot = field.find('.');
    return dot == std::string_view::npos ? std::string_view() : field.substr(0, dot);
}

std::string_view field_in_variant(std::string_view field) {
    field.remove_prefix(field.find('.') + 1);
    if (field.starts_with('$')) field.remove_prefix(1);
    return field;
}

void name_variants(Layout& layout) {
    for (auto& record : layout.records) {
        if (std::ranges::count(record.fields, tag_name, &Field::name) == 0) continue;
        std::vector<std::string> names;
        for (const auto& field : record.fields) names.push_back(name_in_c(field.name, record));
        for (std::size_t at = 0; at < names.size(); ++at) record.fields[at].name = names[at];
        record.only_asked.clear();  // the text lists all variants
        if (record.no_promise.empty()) continue;
        record.fields_unknown =
            "Rust promises no place for the tag and the fields of an `enum` without repr(C) or repr(u8)";
        record.fields.clear();
    }
}

}  // namespace abi::probe
