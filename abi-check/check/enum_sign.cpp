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

bool is_integer(const Type& type) {
    return type.kind == Kind::signed_integer || type.kind == Kind::unsigned_integer;
}

/// How firmly a source states the sign of an integer: its values need it; the source states it, and each value fits
/// with either; the compiler chooses it.
enum class Sign { needed, stated, open };

/// An integer names no values.
Sign sign_of(const Type& type, const std::vector<Enum>& enums) {
    if (is_integer(type)) return Sign::stated;
    const Enum* declared = type.kind == Kind::enumeration ? find_declared(enums, type.name) : nullptr;
    if (declared == nullptr || !fit_either_sign(*declared)) return Sign::needed;
    return declared->fixed_width ? Sign::stated : Sign::open;
}

bool is_signed(const Type& type) {
    return type.is_signed || type.kind == Kind::signed_integer;
}

void set_sign(bool is_signed, Type& type) {
    if (type.kind == Kind::enumeration) {
        type.is_signed = is_signed;
    } else {
        type.kind = is_signed ? Kind::signed_integer : Kind::unsigned_integer;
    }
}

}  // namespace

void share_open_signs(const Record& first, const Layout& of_first, Record& second, const std::vector<Enum>& enums) {
    for (auto& field : second.fields) {
        const Field* other = counterpart(first, field);
        if (other == nullptr || other->type.width_bits != field.type.width_bits) continue;
        const auto [least, most] = std::minmax({sign_of(other->type, of_first.enums), sign_of(field.type, enums)});
        if (least != Sign::needed && most == Sign::open) set_sign(is_signed(other->type), field.type);
    }
}

}  // namespace abi
