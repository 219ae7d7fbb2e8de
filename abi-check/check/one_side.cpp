#include "check/one_side.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/compare.h"
#include "check/nested.h"
#include "check/spare.h"
#include "model/find.h"

namespace abi {
namespace {

/// The fields of `own` for which the other record has none.
std::set<const Field*> lonely_fields(const std::vector<Difference>& differences, bool is_first) {
    std::set<const Field*> lonely;
    for (const auto& one : differences) {
        if (is_first && one.rule == Rule::missing_field) lonely.insert(one.expected_field);
        if (!is_first && one.rule == Rule::extra_field) lonely.insert(one.actual_field);
    }
    return lonely;
}

/// Whether fields of the record that the other side has, too, cover all bits of the field.
bool is_another_name(const Field& field, const Record& own, const std::set<const Field*>& lonely) {
    const auto begin = field.offset_bits;
    const auto end = begin + size_bits(field);
    auto covered = begin;
    bool begins_here = false;
    for (const auto& other : own.fields) {  // sorted by offset
        if (&other == &field || lonely.contains(&other) || is_filler(other)) continue;
        begins_here = begins_here || other.offset_bits == begin;
        if (other.offset_bits <= covered) covered = std::max(covered, other.offset_bits + size_bits(other));
    }
    return field.type.flexible_tail ? begins_here : begin < end && covered >= end;
}

std::vector<Field> take(Record& own, const std::set<const Field*>& lonely) {
    std::set<std::string> names;
    for (const auto& field : own.fields) {
        if (lonely.contains(&field) && is_another_name(field, own, lonely)) names.insert(field.name);
    }
    std::vector<Field> taken;
    std::erase_if(own.fields, [&](const Field& field) {
        if (!names.contains(field.name)) return false;
        taken.push_back(field);
        return true;
    });
    return taken;
}

bool is_array_of_bytes(const Field& field) {
    return field.type.width_bits == 8 && field.type.extents.size() == 1 && field.type.kind != Kind::record &&
           !field.type.flexible_tail && !field.bit_width;
}

/// Whether the name is the other one behind a prefix: "ndm_pad1" and "Pad1".
bool ends_with_name(std::string_view name, std::string_view end) {
    end.remove_prefix(std::min(end.find_first_not_of('_'), end.size()));
    const auto before = name.size() - end.size();
    const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
    return !end.empty() && end.size() < name.size() && name[before - 1] == '_' &&
           std::ranges::equal(name.substr(before), end, same);
}

void join_padding_of(const Record& data, Record& padding) {
    for (auto& pad : padding.fields) {
        if (!is_filler(pad)) continue;
        const bool is_array = is_array_of_bytes(pad);
        const auto same = std::ranges::find_if(data.fields, [&](const Field& field) {
            const bool meets = (is_array && is_array_of_bytes(field)) || ends_with_name(field.name, pad.name);
            return field.role == Role::data && meets && field.offset_bits == pad.offset_bits &&
                   size_bits(field) == size_bits(pad) && find_named(padding.fields, field.name) == nullptr;
        });
        if (same == data.fields.end()) continue;
        pad.role = Role::data;
        if (is_array) pad.type = same->type;
    }
}

/// Makes padding of fields that end like it and together lie in one declared padding of the other side.
void join_parts_of(Record& parts, const Record& padding) {
    for (const auto& pad : padding.fields) {
        if (!is_filler(pad)) continue;
        std::vector<Field*> within;
        for (auto& field : parts.fields) {
            if (lies_in(field, pad) && field.role == Role::data) within.push_back(&field);
        }
        const bool are_padding =
            std::ranges::all_of(within, [](const Field* field) { return ends_like_padding(field->name); });
        if (within.size() < 2 || !are_padding) continue;
        for (auto* field : within) field->role = Role::padding;
    }
}

}  // namespace

OneSidedMembers take_one_sided_members(Record& first, Record& second) {
    const auto differences = compare_records(first, second);
    const auto of_first = lonely_fields(differences, true);
    const auto of_second = lonely_fields(differences, false);
    return {take(first, of_first), take(second, of_second)};
}

void join_with_padding(Record& first, Record& second) {
    join_padding_of(first, second);
    join_padding_of(second, first);
    join_parts_of(first, second);
    join_parts_of(second, first);
}

}  // namespace abi
