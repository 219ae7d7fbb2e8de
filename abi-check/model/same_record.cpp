#include "model/same_record.h"

#include <algorithm>
#include <tuple>

namespace abi {
namespace {

// Each function names every member, so that it does not compile while it lacks a new one.

auto members(const Type& type) {
    const auto& [kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs] = type;
    return std::tie(kind, width_bits, name, extents, flexible_tail, is_signed, host_sized, spelling, typedefs);
}

bool is_same(const Field& a, const Field& b) {
    const auto members_but_type = [](const Field& field) {
        const auto& [name, type, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place] =
            field;
        return std::tie(name, offset_bits, bit_width, storage_bits, byte_order, role, since, overlaps, doc, place);
    };
    return members(a.type) == members(b.type) && members_but_type(a) == members_but_type(b);
}

}  // namespace

bool is_same(const Record& a, const Record& b) {
    const auto simple_members = [](const Record& record) {
        const auto& [name, kind, size_bytes, align_bytes, fields, packed, fields_unknown, only_asked, no_promise,
                     grows_at_end, min_size_bytes, size_field, byte_order, pointer_bytes, targets, unit, unit_local,
                     history, doc, place] = record;
        return std::tie(name, kind, size_bytes, align_bytes, packed, fields_unknown, only_asked, no_promise,
                        grows_at_end, min_size_bytes, size_field, byte_order, pointer_bytes, targets, unit, unit_local,
                        doc, place);
    };
    return simple_members(a) == simple_members(b) &&
           std::ranges::equal(a.fields, b.fields, [](const Field& x, const Field& y) { return is_same(x, y); }) &&
           std::ranges::equal(a.history, b.history, [](const Record& x, const Record& y) { return is_same(x, y); });
}

}  // namespace abi
