#include "check/enum_sign.h"

#include <algorithm>

#include "check/last_part.h"
#include "model/find.h"

namespace abi {
namespace {

/// Whether a value is the same number in a signed and in an unsigned integer of this width.
bool fits_either_sign(const Integer& value, std::uint64_t width_bits) {
    if (value.negative || value.high != 0 || width_bits == 0) return false;
    return width_bits > 64 || value.low >> (width_bits - 1) == 0;
}

bool fit_either_sign(const Enum& one) {
    return !one.enumerators.empty() && std::ranges::all_of(one.enumerators, [&](const Enumerator& value) {
        return fits_either_sign(value.value, one.type.width_bits);
    });
}

/// The enumeration of a name, or the only one with its last part: Zig names the type of a field "gfx.BlendFactor", and
/// declares BlendFactor in the file gfx.zig.
const Enum* find_declared(const std::vector<Enum>& enums, const std::string& name) {
    if (const Enum* exact = find_named(enums, name)) return exact;
    const auto is_like = [&](const Enum& one) { return last_part(one.name) == last_part(name); };
    const auto found = std::ranges::find_if(enums, is_like);
    return std::ranges::count_if(enums, is_like) == 1 ? &*found : nullptr;
}

const Field* counterpart(const Record& first, const Field& field) {
    if (const Field* same = find_named(first.fields, field.name)) return same;
    const auto there = std::ranges::find(first.fields, field.offset_bits, &Field::offset_bits);
    return there == first.fields.end() ? nullptr : &*there;
}

}  // namespace

void share_open_signs(const Record& first, const Layout& of_first, Record& second, const std::vector<Enum>& enums) {
    for (auto& field : second.fields) {
        if (field.type.kind != Kind::enumeration) continue;
        const Field* other = counterpart(first, field);
        if (other == nullptr || other->type.kind != Kind::enumeration) continue;
        const Enum* a = find_declared(of_first.enums, other->type.name);
        const Enum* b = find_declared(enums, field.type.name);
        if (a == nullptr || b == nullptr || (a->fixed_width && b->fixed_width)) continue;
        if (fit_either_sign(*a) && fit_either_sign(*b)) field.type.is_signed = other->type.is_signed;
    }
}

}  // namespace abi
