#include "read/probe/rust_nested.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <vector>

#include "read/probe/names.h"
#include "read/probe/rust_tagged.h"
#include "read/probe/rust_text.h"

namespace abi::probe {
namespace {

struct Declared {
    RecordKind kind = RecordKind::structure;
    std::vector<Member> members{};
    bool has_arguments = false;  // "<T>"
    bool is_tuple = false;       // its members are called "0", "1" …
};

/// A structure or union whose name `rest` follows. Nothing if it has no body.
std::optional<Declared> declared_behind_name(std::string_view rest, RecordKind kind) {
    Declared made{.kind = kind, .members = {}, .has_arguments = rest.starts_with('<')};
    if (made.has_arguments) rest = trimmed(rest.substr(after_brackets(rest, 0)));
    if (rest.starts_with("where")) rest = rest.substr(std::min(rest.find_first_of("{;"), rest.size()));
    if (!rest.starts_with('{') && !rest.starts_with('(')) return std::nullopt;
    const auto close = after_brackets(rest, 0);
    const auto body = rest.substr(1, close < 2 ? 0 : close - 2);
    made.is_tuple = rest.starts_with('(');
    if (!made.is_tuple) made.members = members_of(body);
    if (!made.is_tuple) return made;
    for (const auto part : parts_of(body)) {
        made.members.push_back({std::to_string(made.members.size()), std::string(without_head(part))});
    }
    return made;
}

/// Whether a record may be a wrapper around a number: the compiler sees through that, and it is no record in C.
bool may_be_number(const Declared& record, const std::map<std::string, Declared>& all) {
    const auto has_bytes = [](const Member& member) { return member.type.find("PhantomData") == std::string::npos; };
    if (!record.is_tuple) return record.has_arguments && std::ranges::count_if(record.members, has_bytes) < 2;
    return std::ranges::none_of(record.members, [&](const Member& member) {
        std::vector<std::uint64_t> extents;
        return all.contains(without_arguments(components_of(element_of(member.type, extents)).back()));
    });
}

/// All structures and unions with members, by name, and the enumerations whose variants have fields.
std::map<std::string, Declared> declared_in(std::string_view text) {
    std::map<std::string, Declared> found;
    for (const std::string_view word : {"struct ", "union "}) {
        for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
            if (at != 0 && is_of_name(text[at - 1])) continue;
            auto rest = trimmed(text.substr(at + word.size()));
            const auto end = std::ranges::find_if_not(rest, is_of_name) - rest.begin();
            const std::string name(rest.substr(0, static_cast<std::size_t>(end)));
            rest = trimmed(rest.substr(static_cast<std::size_t>(end)));
            const auto kind = word == "union " ? RecordKind::union_ : RecordKind::structure;
            auto made = name.empty() ? std::nullopt : declared_behind_name(rest, kind);
            if (made) found.try_emplace(name, std::move(*made));
        }
    }
    for (const auto& name : tagged_enums(text)) found.try_emplace(name);
    std::set<std::string> numbers;
    for (const auto& [name, made] : found) {
        if (may_be_number(made, found)) numbers.insert(name);
    }
    std::erase_if(found, [&](const auto& one) { return numbers.contains(one.first); });
    return found;
}

std::string last_of(const std::string& name) {
    return components_of(name).back();
}

/// The declaration of a record, which may have arguments: that of "Ring" for "wire::Ring<u32>".
const Declared* declaration_of(const std::string& name, const std::map<std::string, Declared>& declared) {
    const auto found = declared.find(without_arguments(last_of(name)));
    return found == declared.end() ? nullptr : &found->second;
}

constexpr std::string_view incomplete_array = "__IncompleteArrayField<";
constexpr std::string_view union_field = "__BindgenUnionField<";

/// "Entry" of `__IncompleteArrayField<Entry>`; "" if the type is another one.
std::string within(std::string_view type, std::string_view marker) {
    const auto at = type.find(marker);
    if (at == std::string_view::npos || !type.ends_with('>')) return "";
    const auto begin = at + marker.size();
    return std::string(type.substr(begin, type.size() - begin - 1));
}

/// The last component of the type that a name means, behind `type NAME = OTHER;`.
std::string behind_aliases(const std::string& alias, std::string_view text) {
    constexpr int longest_chain = 8;
    std::string name = last_of(alias);
    for (int step = 0; step < longest_chain; ++step) {
        const std::string beginning = "type " + name + " = ";
        const auto at = text.find(beginning);
        if (at == std::string_view::npos) break;
        const auto begin = at + beginning.size();
        name = last_of(std::string(text.substr(begin, text.find(';', begin) - begin)));
    }
    return name;
}

/// The record of a name that may lack its module: "file::Uuid" for "Uuid". Null if there is none, or if there are
/// several.
const Record* record_called(const std::string& name, const std::vector<Record>& records) {
    const auto exact = std::ranges::find(records, name, &Record::name);
    if (exact != records.end()) return &*exact;
    const auto is_meant = [&](const Record& one) { return one.name.ends_with("::" + name); };
    const auto found = std::ranges::find_if(records, is_meant);
    return found != records.end() && std::ranges::count_if(records, is_meant) == 1 ? &*found : nullptr;
}

struct Search {
    std::string_view text;
    const std::map<std::string, Declared>& declared;
    Request& request;
    std::set<std::string> added = {};

    /// What the request calls a record. "": it does not ask for it, or not clearly.
    std::string asked_name(const std::string& name) const {
        const Record* asked = record_called(name, request.records);
        return asked == nullptr ? "" : asked->name;
    }

    void add_field(const Member& member, std::size_t owner, bool lists_all) {
        Type type;
        ask_behind_marker(member.type);
        const auto element = element_of(member.type, type.extents);
        const auto name = last_of(element);
        const Declared* found = element.empty() ? nullptr : declaration_of(name, declared);
        const bool is_record = found != nullptr;
        auto& fields = request.records[owner].fields;
        auto known = std::ranges::find(fields, member.name, &Field::name);
        if (!is_record && !lists_all) return;
        if (known == fields.end()) {
            fields.emplace_back().name = member.name;
            known = std::prev(fields.end());
        }
        if (!is_record || known->type.kind == Kind::enumeration) return;
        const bool is_named = last_of(known->type.name) == name &&
                              std::ranges::count(request.records, known->type.name, &Record::name) != 0;
        if (is_named) return;
        add_record(name, *found);
        type.kind = Kind::record;
        type.name = asked_name(name);
        known->type = type;
    }

    void add_record(const std::string& name, const Declared& source) {
        if (!asked_name(name).empty()) return;
        added.insert(name);
        Record nested;
        nested.name = name;
        nested.kind = source.kind;
        request.records.push_back(std::move(nested));
    }

    /// Adds the record behind a type without a size that bindgen uses as a marker: the field itself is not that record.
    void ask_behind_marker(std::string_view type) {
        for (const auto marker : {incomplete_array, union_field}) {
            const auto found = declared.find(behind_aliases(within(type, marker), text));
            if (found != declared.end()) add_record(found->first, found->second);
        }
    }

    /// Records that are added are searched, too.
    void run() {
        for (std::size_t owner = 0; owner < request.records.size(); ++owner) {
            const Declared* found = declaration_of(request.records[owner].name, declared);
            if (found == nullptr) continue;
            // The compiler lists the fields of a structure, but not the members of a union.
            const bool lists_all = found->kind == RecordKind::union_;
            for (const auto& member : found->members) add_field(member, owner, lists_all);
        }
    }
};

/// The type of an element that Rust itself has.
std::optional<Type> own_type(std::string_view name) {
    Type type;
    constexpr std::array<std::pair<std::string_view, Kind>, 3> kinds{
        {{"u", Kind::unsigned_integer}, {"i", Kind::signed_integer}, {"f", Kind::floating}}};
    for (const auto& [letter, kind] : kinds) {
        if (!name.starts_with(letter)) continue;
        const auto digits = name.substr(1);
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), type.width_bits);
        if (error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
        type.kind = kind;
        type.spelling = name;
        return type;
    }
    return std::nullopt;
}

/// The number that a name of Rust or of C means. The widths of C's long and char are the target's.
std::optional<Type> number_called(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> of_c{{{"c_uchar", "u8"},
                                                                                 {"c_schar", "i8"},
                                                                                 {"c_ushort", "u16"},
                                                                                 {"c_short", "i16"},
                                                                                 {"c_uint", "u32"},
                                                                                 {"c_int", "i32"},
                                                                                 {"c_ulonglong", "u64"},
                                                                                 {"c_longlong", "i64"}}};
    const auto c_name = std::ranges::find(of_c, name, &std::pair<std::string_view, std::string_view>::first);
    return own_type(c_name == of_c.end() ? name : c_name->second);
}

/// The record or number that a name means.
std::optional<Type> type_called(const std::string& name, std::string_view text, const Layout& layout) {
    const auto meant = behind_aliases(name, text);
    const auto* element = record_called(meant, layout.records);
    if (element == nullptr || !element->size_bytes) return number_called(meant);
    Type type;
    type.kind = Kind::record;
    type.width_bits = *element->size_bytes * 8;
    type.name = element->name;
    return type;
}

void open_markers_of(Record& record, const Declared& source, std::string_view text, const Layout& layout) {
    bool is_union = false;
    for (auto& field : record.fields) {
        const auto member = std::ranges::find(source.members, field.name, &Member::name);
        if (member == source.members.end() || field.type.width_bits != 0) continue;
        const auto element = within(member->type, incomplete_array);
        const auto alternative = within(member->type, union_field);
        if (element.empty() && alternative.empty()) continue;
        // `[T; 0usize]` is C's array without a length.
        const auto length = alternative.starts_with('[') ? alternative.find("; 0") : std::string::npos;
        const bool is_open = length != std::string::npos;
        const auto name = is_open ? alternative.substr(1, length - 1) : element.empty() ? alternative : element;
        std::vector<std::uint64_t> extents;
        auto type = type_called(element_of(name, extents), text, layout);
        if (!type) continue;
        type->extents = std::move(extents);
        type->flexible_tail = is_open || !element.empty();
        is_union = is_union || !alternative.empty();
        field.overlaps = field.overlaps || !alternative.empty();
        field.type = *type;
    }
    if (!is_union) return;
    // Only gives the union its size.
    std::erase_if(record.fields, [](const Field& field) { return field.name == "bindgen_union_field"; });
    record.kind = RecordKind::union_;
}

}  // namespace

std::set<std::string> add_nested_records(std::string_view text, Request& request) {
    const std::string plain = without_comments(text);
    const auto declared = declared_in(plain);
    Search search{plain, declared, request};
    search.run();
    return std::move(search.added);
}

void open_bindgen_markers(std::string_view text, Layout& layout) {
    const auto is_there = [&](std::string_view marker) { return text.find(marker) != std::string_view::npos; };
    if (!is_there(incomplete_array) && !is_there(union_field)) return;
    const std::string plain = without_comments(text);
    const auto declared = declared_in(plain);
    for (auto& record : layout.records) {
        const auto source = declared.find(last_of(record.name));
        if (source != declared.end()) open_markers_of(record, source->second, plain, layout);
    }
}

void drop_empty_fields(Layout& layout) {
    for (auto& record : layout.records) {
        std::erase_if(record.fields, [](const Field& field) {
            return field.type.kind == Kind::unknown && field.type.width_bits == 0 && !field.type.flexible_tail;
        });
    }
}

}  // namespace abi::probe
