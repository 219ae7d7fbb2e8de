#include "test/mutate/spec_of.h"

#include <algorithm>

namespace abi::mutate {
namespace {

/// A type that a spec cannot name has only its bytes there.
void make_bytes(Field& field) {
    const auto bytes = size_bits(field.type) / 8;
    field.type = {.kind = Kind::byte, .width_bits = 8, .name = "", .extents = {bytes}, .spelling = ""};
}

}  // namespace

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
        const bool is_nothing =
            subject.asked[i].takes_no_room || (size_bits(*at) == 0 && !at->type.flexible_tail);
        if (is_nothing) {
            record.fields.erase(at);
            continue;
        }
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
