#include "check/enum_types.h"

#include <algorithm>

#include "model/find.h"

namespace abi {
namespace {

/// The field that the layer declares under the name, or else at the place, of the expected one.
const Field* counterpart(const Field& expected, const Record& actual) {
    if (const Field* named = find_named(actual.fields, expected.name)) return named;
    const auto there = std::ranges::find_if(actual.fields, [&](const Field& field) {
        return field.offset_bits == expected.offset_bits && size_bits(field) == size_bits(expected);
    });
    return there == actual.fields.end() ? nullptr : &*there;
}

bool is_named_enum(const Type& type) {
    return type.kind == Kind::enumeration && !type.name.empty();
}

}  // namespace

void compare_enum_types(const Layout& spec, const Record& expected, const Record& actual,
                        std::vector<Difference>& differences) {
    for (const auto& wanted : expected.fields) {
        if (!is_named_enum(wanted.type)) continue;
        const Field* found = counterpart(wanted, actual);
        if (found == nullptr || !is_named_enum(found->type) || found->type.name == wanted.type.name) continue;
        if (find_enum(spec, found->type.name) == nullptr) continue;
        const bool is_told = std::ranges::any_of(
            differences, [&](const Difference& one) { return one.rule == Rule::kind && one.field == wanted.name; });
        if (is_told) continue;
        differences.push_back(
            {Rule::kind, wanted.name, to_string(wanted.type), to_string(found->type), &wanted, found});
    }
}

}  // namespace abi
