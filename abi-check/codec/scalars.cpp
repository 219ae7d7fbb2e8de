#include "codec/scalars.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace abi {
namespace {

/// Limits for layouts from unchecked files: a record that contains itself, or unions of unions, must not make the walk
/// endless.
constexpr unsigned most_nested = 64;
constexpr std::size_t most_elements = 1U << 20U;

struct Walk {
    const Layout& layout;
    std::uint64_t limit_bits;  // of the outermost record
    std::vector<Scalar> scalars;
    Role around = Role::data;             // of the field whose type is the current record
    std::optional<ByteOrder> order = {};  // of the current record, if it states one
    std::size_t elements = 0;
    std::optional<Problem> problem;
};

bool fail(Walk& walk, const std::string& path, const std::string& expected, std::string found) {
    walk.problem = Problem{{}, "", path + " to be " + expected, std::move(found)};
    return false;
}

bool add_record(Walk& walk, const Record& record, const std::string& prefix, std::uint64_t base_bits, unsigned depth);

/// Adds one element: a scalar, or a nested record.
bool add_element(Walk& walk, const Field& field, const std::string& path, std::uint64_t offset_bits, unsigned depth) {
    if (++walk.elements > most_elements) {
        return fail(walk, path, "within " + std::to_string(most_elements) + " elements", "more");
    }
    const Type& type = field.type;
    if (type.kind == Kind::record) {
        const Record* nested = find_record(walk.layout, type.name);
        if (nested == nullptr) return fail(walk, path, "of a known record", "'" + type.name + "'");
        const Role around = walk.around;
        if (field.role != Role::data) walk.around = field.role;
        const bool added = add_record(walk, *nested, path.empty() ? path : path + ".", offset_bits, depth + 1);
        walk.around = around;
        return added;
    }

    Scalar scalar{.path = path,
                  .offset_bits = offset_bits,
                  .width_bits = field.bit_width ? *field.bit_width : type.width_bits,
                  .is_signed = type.kind == Kind::signed_integer,
                  .byte_order = field.byte_order ? field.byte_order : walk.order,
                  .field = &field,
                  .role = walk.around == Role::data ? field.role : walk.around};
    if (scalar.byte_order == ByteOrder::native) scalar.byte_order.reset();  // that of the machine: the caller knows it
    if (type.kind == Kind::enumeration) {
        const Enum* carried = find_enum(walk.layout, type.name);
        scalar.is_signed = carried != nullptr && carried->type.kind == Kind::signed_integer;
    }
    if (scalar.width_bits == 0 || scalar.width_bits > 128) {
        return fail(walk, path, "1 to 128 bits wide", std::to_string(scalar.width_bits) + " bits");
    }
    if (offset_bits > walk.limit_bits || scalar.width_bits > walk.limit_bits - offset_bits) {
        return fail(walk, path, "inside a record of " + std::to_string(walk.limit_bits / 8) + " bytes",
                    std::to_string(scalar.width_bits) + " bits at bit " + std::to_string(offset_bits));
    }
    walk.scalars.push_back(std::move(scalar));
    return true;
}

/// The width of one element, in bits; nothing for a record of unknown size.
std::optional<std::uint64_t> element_bits(const Walk& walk, const Type& type) {
    if (type.kind != Kind::record) return type.width_bits;
    const Record* nested = find_record(walk.layout, type.name);
    if (nested == nullptr || !nested->size_bytes) return std::nullopt;
    return *nested->size_bytes * 8;
}

/// Adds all elements of `field` from its `level`th extent inwards, and moves `at_bits` past them.
bool add_extent(Walk& walk, const Field& field, std::size_t level, const std::string& path, std::uint64_t& at_bits,
                std::uint64_t step_bits, unsigned depth) {
    if (level == field.type.extents.size()) {
        const std::uint64_t here = at_bits;
        at_bits += step_bits;
        return add_element(walk, field, path, here, depth);
    }
    for (std::uint64_t i = 0; i < field.type.extents[level]; ++i) {
        if (++walk.elements > most_elements) {
            return fail(walk, path, "within " + std::to_string(most_elements) + " elements", "more");
        }
        if (!add_extent(walk, field, level + 1, path + "[" + std::to_string(i) + "]", at_bits, step_bits, depth)) {
            return false;
        }
    }
    return true;
}

bool add_fields(Walk& walk, const Record& record, const std::string& prefix, std::uint64_t base_bits, unsigned depth) {
    if (depth > most_nested) {
        return fail(walk, record.name, "nested at most " + std::to_string(most_nested) + " deep", "more");
    }
    for (const auto& field : record.fields) {
        if (field.type.flexible_tail) continue;  // it has no bytes within the record
        // Members of an anonymous member belong to the record around it (C11 6.7.2.1 p13). Any other field without
        // a name, such as `unsigned : 3`, has no path.
        if (field.name.empty() && field.type.kind != Kind::record) continue;
        std::string path = prefix + field.name;
        if (field.name.empty() && !path.empty()) path.pop_back();
        if (field.offset_bits > walk.limit_bits) {
            return fail(walk, path, "inside its record", "bit " + std::to_string(field.offset_bits));
        }
        if (field.type.extents.size() > most_nested)
            return fail(walk, path, "an array of at most 64 dimensions", "more");
        const auto step = element_bits(walk, field.type);
        if (!step && !field.type.extents.empty()) return fail(walk, path, "of elements of known size", "unknown size");
        std::uint64_t at = base_bits + field.offset_bits;
        if (!add_extent(walk, field, 0, path, at, step.value_or(0), depth)) return false;
    }
    return true;
}

bool add_record(Walk& walk, const Record& record, const std::string& prefix, std::uint64_t base_bits, unsigned depth) {
    const auto around = std::exchange(walk.order, record.byte_order);
    const bool added = add_fields(walk, record, prefix, base_bits, depth);
    walk.order = around;
    return added;
}

}  // namespace

Result<std::vector<Scalar>> scalars_of(const Layout& layout, const Record& record) {
    if (!record.size_bytes) return Problem{record.place, "", record.name + " to have a known size", "none"};
    if (*record.size_bytes > std::numeric_limits<std::uint32_t>::max()) {
        return Problem{record.place, "", record.name + " to be smaller than 4 GiB",
                       std::to_string(*record.size_bytes) + " bytes"};
    }
    Walk walk{.layout = layout, .limit_bits = *record.size_bytes * 8};
    if (!add_record(walk, record, "", 0, 0)) {
        walk.problem->place = record.place;
        return *walk.problem;
    }
    return std::move(walk.scalars);
}

}  // namespace abi
