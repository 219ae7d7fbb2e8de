#include "check/spare.h"

#include <algorithm>
#include <string_view>

#include "check/last_part.h"
#include "check/nested.h"
#include "model/bindgen_names.h"

namespace abi {
namespace {

bool is_spare(const Field& field) {
    return field.role == Role::padding || field.role == Role::reserved;
}

}  // namespace

bool ends_like_padding(std::string_view name) {
    name = name.substr(0, name.find_last_not_of("0123456789") + 1);
    return name.ends_with("_pad") || name.ends_with("_padding");
}

SpareBits::SpareBits(const Record& expected) : expected_(expected) {
    for (const auto& one : tile(expected)) {
        const bool spare = one.kind == TileKind::declared_padding ||
                           (one.kind == TileKind::field &&
                            std::ranges::all_of(one.fields, [&](auto at) { return is_spare(expected.fields[at]); }));
        if (!spare) continue;
        if (!runs_.empty() && runs_.back().second == one.begin_bits) {
            runs_.back().second = one.end_bits;
        } else {
            runs_.emplace_back(one.begin_bits, one.end_bits);
        }
    }
}

bool SpareBits::hold(const Field& field) const {
    const auto end = field.offset_bits + size_bits(field);
    return std::ranges::any_of(runs_,
                               [&](const auto& run) { return run.first <= field.offset_bits && end <= run.second; });
}

bool SpareBits::are_left_by(const Field& actual) const {
    if (size_bits(actual) == 0) return false;
    const bool has_its_name = std::ranges::any_of(expected_.fields, [&](const Field& field) {
        return is_spare(field) && field.name == actual.name && lies_in(actual, field);
    });
    if (has_its_name) return true;
    if (!hold(actual)) return false;
    if (is_spare(actual) || ends_like_padding(actual.name)) return true;
    // Bit-fields without a name are padding, and bindgen declares memory for them, too.
    if (actual.type.kind == Kind::byte && is_bit_unit(actual.name)) return true;
    const auto name = last_part(actual.name);  // of a path, if a nested record was opened
    return std::ranges::any_of(expected_.fields,
                               [&](const Field& field) { return is_spare(field) && last_part(field.name) == name; });
}

}  // namespace abi
