#include "model/layout.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "model/find.h"
#include "model/problem.h"

namespace abi {
namespace {

constexpr std::array kind_names{"unsigned integer", "signed integer", "floating point", "boolean", "bytes",
                                "pointer",          "enumeration",    "record",         "unknown"};
constexpr std::array order_names{"little", "big", "native"};
constexpr std::array role_names{"data", "padding", "reserved", "tag"};
constexpr std::array tile_names{"field", "declared padding", "implicit padding", "unknown"};

/// value * base + digit; false when that does not fit 128 bits.
bool append_digit(Integer& value, unsigned base, unsigned digit) {
    // Four 32-bit limbs, so that every intermediate fits 64 bits.
    std::array<std::uint64_t, 4> limbs{value.low & 0xffffffff, value.low >> 32, value.high & 0xffffffff,
                                       value.high >> 32};
    std::uint64_t carry = digit;
    for (auto& limb : limbs) {
        limb = limb * base + carry;
        carry = limb >> 32;
        limb &= 0xffffffff;
    }
    value.low = limbs[0] | limbs[1] << 32;
    value.high = limbs[2] | limbs[3] << 32;
    return carry == 0;
}

std::string hexadecimal(std::uint64_t value) {
    std::array<char, 16> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, 16).ptr;
    return {buffer.data(), end};
}

std::string element_name(const Type& type) {
    const std::string width = std::to_string(type.width_bits);
    switch (type.kind) {
    case Kind::unsigned_integer: return "u" + width;
    case Kind::signed_integer: return "i" + width;
    case Kind::floating: return "f" + width;
    case Kind::boolean: return "bool";
    case Kind::byte: return type.extents.empty() ? "u8" : "bytes";
    case Kind::pointer: return "ptr";
    case Kind::enumeration:
    case Kind::record:
    case Kind::unknown: break;
    }
    if (!type.name.empty()) return type.name;
    return type.spelling.empty() ? std::string(to_string(type.kind)) : type.spelling;
}

}  // namespace

std::string to_string(const Integer& value) {
    const std::string sign = value.negative ? "-" : "";
    if (value.high == 0 && value.low < 10) return sign + std::to_string(value.low);
    if (value.high == 0) return sign + "0x" + hexadecimal(value.low);
    const std::string low = hexadecimal(value.low);
    return sign + "0x" + hexadecimal(value.high) + std::string(16 - low.size(), '0') + low;
}

std::optional<Integer> parse_integer(std::string_view text) {
    Integer value;
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    unsigned base = 10;
    if (text.starts_with("0x") || text.starts_with("0X")) base = 16;
    if (text.starts_with("0b") || text.starts_with("0B")) base = 2;
    if (base != 10) text.remove_prefix(2);
    bool after_digit = false;
    for (const char c : text) {
        if ((c == '_' || c == '\'') && after_digit) {
            after_digit = false;
            continue;
        }
        unsigned digit = 99;
        if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
        if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a') + 10;
        if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A') + 10;
        if (digit >= base || !append_digit(value, base, digit)) return std::nullopt;
        after_digit = true;
    }
    if (!after_digit) return std::nullopt;
    value.negative = negative && (value.low != 0 || value.high != 0);
    return value;
}

std::string to_string(const Place& place) {
    std::string text = place.file;
    if (place.line != 0) text += ":" + std::to_string(place.line);
    if (place.line != 0 && place.column != 0) text += ":" + std::to_string(place.column);
    return text;
}

std::string to_string(const Problem& problem) {
    std::string text = to_string(problem.place);
    if (!text.empty()) text += ": ";
    text += "error: ";
    if (!problem.pointer.empty()) text += problem.pointer + ": ";
    return text + sentence(problem);
}

std::string sentence(const Problem& problem) {
    return problem.expected.empty() ? problem.found : "expected " + problem.expected + ", found " + problem.found;
}

std::string_view to_string(Kind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}
std::string_view to_string(ByteOrder order) {
    return order_names[static_cast<std::size_t>(order)];
}
std::string_view to_string(Role role) {
    return role_names[static_cast<std::size_t>(role)];
}
std::string_view to_string(TileKind kind) {
    return tile_names[static_cast<std::size_t>(kind)];
}

std::uint64_t size_bits(const Type& type) {
    if (type.flexible_tail) return 0;
    std::uint64_t bits = type.width_bits;
    for (const auto extent : type.extents) bits *= extent;
    return bits;
}

std::uint64_t size_bits(const Field& field) {
    return field.bit_width ? *field.bit_width : size_bits(field.type);
}

std::string to_string(const Type& type) {
    std::string text = element_name(type);
    if (type.flexible_tail) text += "[]";
    for (const auto extent : type.extents) text += "[" + std::to_string(extent) + "]";
    return text;
}

const Record* find_record(const Layout& layout, std::string_view name) {
    return find_named(layout.records, name);
}

const Enum* find_enum(const Layout& layout, std::string_view name) {
    return find_named(layout.enums, name);
}

std::vector<NamedValue> values_of(const Layout& layout) {
    std::vector<NamedValue> values;
    for (const auto& one : layout.constants) values.push_back({"", one.name, one.value, one.place});
    for (const auto& owner : layout.enums) {
        for (const auto& one : owner.enumerators) values.push_back({owner.name, one.name, one.value, one.place});
    }
    return values;
}

}  // namespace abi
