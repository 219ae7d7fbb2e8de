#include "check/nested.h"

#include <algorithm>
#include <array>

#include "model/find.h"

namespace abi {

const Record* Records::find(const std::string& name) const {
    if (index_ != nullptr) return index_->find(name);
    if (positions_ == nullptr) return find_named(*all_, name);
    const auto position = positions_->find(name);
    return position == positions_->end() ? nullptr : &(*all_)[position->second];
}

bool is_nested(const Field& field) {
    return field.type.kind == Kind::record && !field.type.flexible_tail && !field.bit_width;
}

bool is_array(const Field& field) {
    return !field.type.extents.empty();
}

bool same_bits(const Field& a, const Field& b) {
    return a.offset_bits == b.offset_bits && size_bits(a) == size_bits(b);
}

bool lies_in(const Field& inner, const Field& outer) {
    return inner.offset_bits >= outer.offset_bits &&
           inner.offset_bits + size_bits(inner) <= outer.offset_bits + size_bits(outer);
}

const Record* definition_of(const Field& field, const Records& records) {
    const Record* found = records.find(field.type.name);
    const bool is_known = found != nullptr && found->size_bytes && found->fields_unknown.empty() &&
                          !found->fields.empty() && *found->size_bytes * 8 == field.type.width_bits;
    return is_known ? found : nullptr;
}

const Field* number_in(const Field& outer, const Records& records, int depth) {
    constexpr int deepest = 8;
    const Record* record = depth < deepest ? definition_of(outer, records) : nullptr;
    if (record == nullptr) return nullptr;
    const auto has_bytes = [](const Field& field) { return size_bits(field) != 0 || field.type.flexible_tail; };
    if (std::ranges::count_if(record->fields, has_bytes) != 1) return nullptr;
    const Field& only = *std::ranges::find_if(record->fields, has_bytes);
    if (is_array(only) || only.bit_width || size_bits(only) != outer.type.width_bits) return nullptr;
    if (only.type.kind == Kind::record) return number_in(only, records, depth + 1);
    return only.type.kind == Kind::unknown ? nullptr : &only;
}

void open(Record& record, std::size_t at, const Record& nested) {
    const Field outer = record.fields[at];
    const std::string prefix = is_generated_name(outer.name) ? "" : outer.name + ".";
    std::vector<Field> members = nested.fields;
    for (auto& member : members) {
        member.name = prefix + member.name;
        member.offset_bits += outer.offset_bits;
        member.overlaps = member.overlaps || outer.overlaps || nested.kind == RecordKind::union_;
        if (!member.byte_order) member.byte_order = nested.byte_order ? nested.byte_order : outer.byte_order;
        if (outer.role != Role::data && member.role == Role::data) member.role = outer.role;
        if (member.place.file.empty()) member.place = outer.place;
    }
    if (record.only_asked.empty()) record.only_asked = nested.only_asked;
    const auto begin = record.fields.begin() + static_cast<std::ptrdiff_t>(at);
    const auto next = record.fields.erase(begin);
    record.fields.insert(next, members.begin(), members.end());
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
}

bool is_generated_name(std::string_view name) {
    constexpr std::array<std::string_view, 5> beginnings{"__bindgen_anon_", "anon", "unnamed_", "__anon_",
                                                         "__anonymous_"};
    if (name.empty() || name.starts_with("(anonymous")) return true;
    return std::ranges::any_of(beginnings, [&](std::string_view beginning) {
        const auto number = name.starts_with(beginning) ? name.substr(beginning.size()) : std::string_view();
        return !number.empty() && std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
    });
}

bool has_generated_names(const Record& record) {
    return std::ranges::any_of(record.fields, [](const Field& field) {
        return field.type.kind == Kind::record && is_generated_name(field.name);
    });
}

Record without_generated_names(const Record& record, const Records& records) {
    Record made = record;
    int opened = 0;
    for (std::size_t at = 0; at < made.fields.size();) {
        const Field& field = made.fields[at];
        const bool is_open = is_generated_name(field.name) && is_nested(field) && !is_array(field);
        const Record* nested = is_open ? definition_of(field, records) : nullptr;
        if (nested == nullptr || ++opened > most_opened) {
            ++at;
        } else {
            open(made, at, *nested);
        }
    }
    return made;
}

}  // namespace abi
