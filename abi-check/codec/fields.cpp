#include "codec/fields.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

namespace abi {
namespace {

/// A layout may come from a file that nobody checked: a record that holds itself, or unions of unions,
/// must not keep us busy for ever.
constexpr unsigned most_nested = 64;
constexpr std::size_t most_elements = 1U << 20U;

/// One scalar of a record, as its layout places it.
struct Slot {
    std::string path;
    std::uint64_t offset_bits = 0;
    std::uint64_t width_bits = 0;
    bool is_signed = false;
};

struct Walk {
    const Layout& layout;
    std::uint64_t limit_bits;  // of the outermost record
    std::vector<Slot> slots;
    std::size_t elements = 0;
    std::optional<Problem> problem;
};

bool fail(Walk& walk, const std::string& path, const std::string& expected, std::string found) {
    walk.problem = Problem{{}, "", path + " to be " + expected, std::move(found)};
    return false;
}

bool add_record(Walk& walk, const Record& record, const std::string& prefix, std::uint64_t base_bits, unsigned depth);

/// One element: a scalar, or a record inside the record.
bool add_element(Walk& walk, const Field& field, const std::string& path, std::uint64_t offset_bits, unsigned depth) {
    if (++walk.elements > most_elements) {
        return fail(walk, path, "within " + std::to_string(most_elements) + " elements", "more");
    }
    const Type& type = field.type;
    if (type.kind == Kind::record) {
        const Record* nested = find_record(walk.layout, type.name);
        if (nested == nullptr) return fail(walk, path, "of a known record", "'" + type.name + "'");
        return add_record(walk, *nested, path.empty() ? path : path + ".", offset_bits, depth + 1);
    }

    Slot slot{path, offset_bits, field.bit_width ? *field.bit_width : type.width_bits,
              type.kind == Kind::signed_integer};
    if (type.kind == Kind::enumeration) {
        const Enum* carried = find_enum(walk.layout, type.name);
        slot.is_signed = carried != nullptr && carried->type.kind == Kind::signed_integer;
    }
    if (slot.width_bits == 0 || slot.width_bits > 128) {
        return fail(walk, path, "1 to 128 bits wide", std::to_string(slot.width_bits) + " bits");
    }
    if (offset_bits > walk.limit_bits || slot.width_bits > walk.limit_bits - offset_bits) {
        return fail(walk, path, "inside a record of " + std::to_string(walk.limit_bits / 8) + " bytes",
                    std::to_string(slot.width_bits) + " bits at bit " + std::to_string(offset_bits));
    }
    walk.slots.push_back(std::move(slot));
    return true;
}

/// The width of one element, in bits; nothing for a record of unknown size.
std::optional<std::uint64_t> element_bits(const Walk& walk, const Type& type) {
    if (type.kind != Kind::record) return type.width_bits;
    const Record* nested = find_record(walk.layout, type.name);
    if (nested == nullptr || !nested->size_bytes) return std::nullopt;
    return *nested->size_bytes * 8;
}

/// All elements of `field` from its `level`th extent inwards; `at_bits` moves past them.
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

bool add_record(Walk& walk, const Record& record, const std::string& prefix, std::uint64_t base_bits, unsigned depth) {
    if (depth > most_nested) {
        return fail(walk, record.name, "nested at most " + std::to_string(most_nested) + " deep", "more");
    }
    for (const auto& field : record.fields) {
        if (field.type.flexible_tail) continue;  // no bytes of the record are its own
        // A member without a name lends its members to its record (C11 6.7.2.1 p13); any other field without
        // one, as `unsigned : 3`, cannot be spoken of.
        if (field.name.empty() && field.type.kind != Kind::record) continue;
        std::string path = prefix + field.name;
        if (field.name.empty() && !path.empty()) path.pop_back();
        if (field.offset_bits > walk.limit_bits) {
            return fail(walk, path, "inside its record", "bit " + std::to_string(field.offset_bits));
        }
        if (field.type.extents.size() > most_nested)
            return fail(walk, path, "an array of few dimensions", "more than 64");
        const auto step = element_bits(walk, field.type);
        if (!step && !field.type.extents.empty()) return fail(walk, path, "of elements of known size", "unknown size");
        std::uint64_t at = base_bits + field.offset_bits;
        if (!add_extent(walk, field, 0, path, at, step.value_or(0), depth)) return false;
    }
    return true;
}

/// Every scalar of `record`, in the order of declaration.
Result<std::vector<Slot>> slots_of(const Layout& layout, const Record& record) {
    if (!record.size_bytes) return Problem{record.place, "", record.name + " to have a known size", "none"};
    if (*record.size_bytes > std::numeric_limits<std::uint32_t>::max()) {
        return Problem{record.place, "", record.name + " to be smaller than 4 GiB",
                       std::to_string(*record.size_bytes) + " bytes"};
    }
    Walk walk{layout, *record.size_bytes * 8, {}, 0, {}};
    if (!add_record(walk, record, "", 0, 0)) {
        walk.problem->place = record.place;
        return *walk.problem;
    }
    return std::move(walk.slots);
}

/// 128 bits, of which shifts may move out any number.
struct Wide {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

Wide shift_left(Wide value, std::uint64_t by) {
    if (by == 0) return value;
    if (by >= 128) return {};
    if (by >= 64) return {0, value.low << (by - 64)};
    return {value.low << by, value.high << by | value.low >> (64 - by)};
}

Wide shift_right(Wide value, std::uint64_t by) {
    if (by == 0) return value;
    if (by >= 128) return {};
    if (by >= 64) return {value.high >> (by - 64), 0};
    return {value.low >> by | value.high << (64 - by), value.high >> by};
}

Wide low_mask(std::uint64_t bits) {
    if (bits == 0) return {};
    return shift_right({~std::uint64_t{0}, ~std::uint64_t{0}}, 128 - bits);
}

Wide negate(Wide value) {
    return {~value.low + 1, ~value.high + (value.low == 0 ? 1U : 0U)};
}

/// Calls take(byte, shift in the byte, bits, shift in the value) for every byte that a slot touches.
/// Bits count from the least significant one of a byte in little-endian, and the first bits are the
/// value's lowest; in big-endian from the most significant one, and the first bits are its highest.
template <typename Take>
void for_each_part(const Slot& slot, ByteOrder order, const Take& take) {
    std::uint64_t done = 0;
    while (done < slot.width_bits) {
        const std::uint64_t at = slot.offset_bits + done;
        const std::uint64_t bits = std::min<std::uint64_t>(8 - at % 8, slot.width_bits - done);
        const bool little = order == ByteOrder::little;
        const std::uint64_t in_byte = little ? at % 8 : 8 - at % 8 - bits;
        const std::uint64_t in_value = little ? done : slot.width_bits - done - bits;
        take(static_cast<std::size_t>(at / 8), static_cast<unsigned>(in_byte), static_cast<unsigned>(bits), in_value);
        done += bits;
    }
}

Integer load(const Slot& slot, std::span<const std::uint8_t> bytes, ByteOrder order) {
    Wide raw;
    for_each_part(slot, order, [&](std::size_t byte, unsigned in_byte, unsigned bits, std::uint64_t in_value) {
        const std::uint64_t part = (unsigned{bytes[byte]} >> in_byte) & ((1U << bits) - 1U);
        const Wide placed = shift_left({part, 0}, in_value);
        raw.low |= placed.low;
        raw.high |= placed.high;
    });
    const bool negative = slot.is_signed && (shift_right(raw, slot.width_bits - 1).low & 1U) != 0;
    if (negative) {
        const Wide above = low_mask(slot.width_bits);
        raw = negate({raw.low | ~above.low, raw.high | ~above.high});
    }
    return {raw.low, raw.high, negative};
}

void store(const Slot& slot, const Integer& value, Bytes& bytes, ByteOrder order) {
    const Wide magnitude{value.low, value.high};
    const Wide raw = value.negative ? negate(magnitude) : magnitude;
    for_each_part(slot, order, [&](std::size_t byte, unsigned in_byte, unsigned bits, std::uint64_t in_value) {
        const unsigned mask = ((1U << bits) - 1U) << in_byte;
        const unsigned part = static_cast<unsigned>(shift_right(raw, in_value).low) << in_byte & mask;
        bytes[byte] = static_cast<std::uint8_t>((bytes[byte] & ~mask) | part);
    });
}

bool fits(const Slot& slot, const Integer& value) {
    if (value.negative && !slot.is_signed) return false;
    // Two's complement: one value more below zero than above.
    const std::uint64_t bits = slot.is_signed ? slot.width_bits - 1 : slot.width_bits;
    Wide magnitude{value.low, value.high};
    if (value.negative) magnitude = {magnitude.low - 1, magnitude.high - (magnitude.low == 0 ? 1U : 0U)};
    const Wide above = shift_right(magnitude, bits);
    return above.low == 0 && above.high == 0;
}

std::string range_of(const Slot& slot) {
    return (slot.is_signed ? "a signed integer of " : "an unsigned integer of ") + std::to_string(slot.width_bits) +
           " bits";
}

}  // namespace

Result<std::vector<FieldValue>> decode(const Layout& layout, const Record& record, std::span<const std::uint8_t> bytes,
                                       ByteOrder order) {
    const auto slots = slots_of(layout, record);
    if (!slots) return slots.problems;
    if (bytes.size() < *record.size_bytes) {
        return Problem{
            {},
            "",
            std::to_string(*record.size_bytes) + " bytes of " + record.name,
            std::to_string(bytes.size()),
        };
    }
    std::vector<FieldValue> values;
    values.reserve(slots->size());
    for (const auto& slot : *slots) {
        values.push_back({slot.path, load(slot, bytes, order), slot.offset_bits, slot.width_bits});
    }
    return values;
}

Result<Bytes> encode(const Layout& layout, const Record& record, const std::vector<FieldValue>& values,
                     ByteOrder order) {
    const auto slots = slots_of(layout, record);
    if (!slots) return slots.problems;
    std::map<std::string_view, const Slot*> by_path;
    for (const auto& slot : *slots) by_path.emplace(slot.path, &slot);

    Bytes bytes(static_cast<std::size_t>(*record.size_bytes), 0);
    std::vector<Problem> problems;
    for (const auto& [path, value, offset_bits, width_bits] : values) {
        const auto found = by_path.find(path);
        if (found == by_path.end()) {
            problems.push_back({{}, "", "a field of " + record.name, "'" + path + "'"});
        } else if (!fits(*found->second, value)) {
            problems.push_back({{}, "", path + " to be " + range_of(*found->second), to_string(value)});
        } else {
            store(*found->second, value, bytes, order);
        }
    }
    if (!problems.empty()) return problems;
    return bytes;
}

}  // namespace abi
