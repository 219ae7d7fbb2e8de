#include "test/mutate/spec_of.h"

#include <algorithm>
#include <set>

namespace abi::mutate {
namespace {

/// A type that a spec cannot name has only its bytes there.
void make_bytes(Field& field) {
    const auto bytes = size_bits(field.type) / 8;
    field.type = {.kind = Kind::byte, .width_bits = 8, .name = "", .extents = {bytes}, .spelling = ""};
}

bool has_unnamed_bits(const truth::Unit& unit, const truth::Shape& shape) {
    return std::ranges::any_of(
               shape.bases,
               [&](const truth::Base& base) { return has_unnamed_bits(unit, unit.shapes.at(base.record)); }) ||
           std::ranges::any_of(shape.members, [&](const truth::Member& member) {
               return (member.bits && member.name.empty()) ||
                      (!member.inner.empty() && has_unnamed_bits(unit, member.inner.front()));
           });
}

}  // namespace

void close_over(std::vector<std::optional<Record>>& specs) {
    for (bool is_closed = false; !is_closed;) {
        is_closed = true;
        std::set<std::string> names;
        for (const auto& spec : specs) {
            if (spec) names.insert(spec->name);
        }
        for (auto& spec : specs) {
            if (!spec) continue;
            const auto is_open = [&](const Field& one) {
                return one.type.kind == Kind::record && !names.contains(one.type.name);
            };
            const bool has_open_array = std::ranges::any_of(
                spec->fields, [&](const Field& one) { return is_open(one) && one.type.flexible_tail; });
            if (has_open_array) {
                spec.reset();
                is_closed = false;
                continue;
            }
            for (auto& field : spec->fields) {
                if (is_open(field)) make_bytes(field);
            }
        }
    }
}

bool has_vtable_pointer(const truth::Unit& unit, const truth::Subject& subject) {
    // What is defined within another record has no bases and no virtual functions.
    const bool is_top = spec_name(subject.record.name) == subject.top->tag;
    return is_top && truth::has_vtable(unit, *subject.top);
}

bool declares_padding(const truth::Unit& unit, const truth::Subject& subject) {
    return has_unnamed_bits(unit, *subject.top);
}

std::string spec_name(const std::string& name) {
    for (const auto* prefix : {"unit.", "unit::"}) {
        if (name.starts_with(prefix)) return name.substr(std::string_view(prefix).size());
    }
    return name;
}

std::optional<Record> specified(const truth::Subject& subject, const Record& in_table) {
    if (in_table.size_bytes.value_or(0) == 0) return std::nullopt;
    auto record = in_table;
    record.name = spec_name(record.name);
    for (std::size_t i = 0; i < subject.asked.size(); ++i) {
        const auto& name = subject.record.fields[i].name;
        const auto at = std::ranges::find(record.fields, name, &Field::name);
        if (at == record.fields.end()) return std::nullopt;
        // A spec has no type without bytes, and readers may leave such a field out.
        if (subject.asked[i].takes_no_room || (size_bits(*at) == 0 && !at->type.flexible_tail)) return std::nullopt;
        at->type.name = spec_name(at->type.name);
        if (at->type.kind == Kind::unknown) {
            // An open array of such a type has no bytes that a spec could name.
            if (at->bit_width || at->type.flexible_tail) return std::nullopt;
            make_bytes(*at);
        }
        at->type.host_sized = at->type.kind == Kind::pointer;
    }
    std::ranges::stable_sort(record.fields, {}, &Field::offset_bits);
    return record;
}

}  // namespace abi::mutate
