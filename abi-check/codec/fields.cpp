#include "codec/fields.h"

#include <algorithm>
#include <map>

#include "codec/scalars.h"

namespace abi {
namespace {

/// An integer of 128 bits. A shift by 128 or more gives 0.
struct Wide {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

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

/// Calls take(byte, shift in the byte, bits, shift in the value) for every byte that a scalar touches.
/// Little-endian: bits of a byte count from the least significant one, and the first bits are the value's lowest.
/// Big-endian: bits of a byte count from the most significant one, and the first bits are the value's highest.
template <typename Take>
void for_each_part(const Scalar& scalar, ByteOrder order, const Take& take) {
    std::uint64_t done = 0;
    while (done < scalar.width_bits) {
        const std::uint64_t at = scalar.offset_bits + done;
        const std::uint64_t bits = std::min<std::uint64_t>(8 - at % 8, scalar.width_bits - done);
        const bool little = order == ByteOrder::little;
        const std::uint64_t in_byte = little ? at % 8 : 8 - at % 8 - bits;
        const std::uint64_t in_value = little ? done : scalar.width_bits - done - bits;
        take(static_cast<std::size_t>(at / 8), static_cast<unsigned>(in_byte), static_cast<unsigned>(bits), in_value);
        done += bits;
    }
}

Integer load(const Scalar& scalar, std::span<const std::uint8_t> bytes, ByteOrder order) {
    const auto width = static_cast<std::uint32_t>(scalar.width_bits);
    const auto at = scalar.offset_bits;
    Wide raw;
    if (width <= 64) {
        raw.low = load_bits(bytes, at, width, order);
    } else {
        const bool little = order == ByteOrder::little;  // the lower half comes first
        raw.low = load_bits(bytes, little ? at : at + width - 64, 64, order);
        raw.high = load_bits(bytes, little ? at + 64 : at, width - 64, order);
    }
    const bool negative = scalar.is_signed && (shift_right(raw, scalar.width_bits - 1).low & 1U) != 0;
    if (negative) {
        const Wide above = low_mask(scalar.width_bits);
        raw = negate({raw.low | ~above.low, raw.high | ~above.high});
    }
    return {raw.low, raw.high, negative};
}

void store(const Scalar& scalar, const Integer& value, Bytes& bytes, ByteOrder order) {
    const Wide magnitude{value.low, value.high};
    const Wide raw = value.negative ? negate(magnitude) : magnitude;
    for_each_part(scalar, order, [&](std::size_t byte, unsigned in_byte, unsigned bits, std::uint64_t in_value) {
        const unsigned mask = ((1U << bits) - 1U) << in_byte;
        const unsigned part = static_cast<unsigned>(shift_right(raw, in_value).low) << in_byte & mask;
        bytes[byte] = static_cast<std::uint8_t>((bytes[byte] & ~mask) | part);
    });
}

bool fits(const Scalar& scalar, const Integer& value) {
    if (value.negative && !scalar.is_signed) return false;
    // Two's complement: -2^(bits) fits, +2^(bits) does not.
    const std::uint64_t bits = scalar.is_signed ? scalar.width_bits - 1 : scalar.width_bits;
    Wide magnitude{value.low, value.high};
    if (value.negative) magnitude = {magnitude.low - 1, magnitude.high - (magnitude.low == 0 ? 1U : 0U)};
    const Wide above = shift_right(magnitude, bits);
    return above.low == 0 && above.high == 0;
}

std::string range_of(const Scalar& scalar) {
    return (scalar.is_signed ? "a signed integer of " : "an unsigned integer of ") + std::to_string(scalar.width_bits) +
           " bits";
}

}  // namespace

std::uint64_t load_bits(std::span<const std::uint8_t> bytes, std::uint64_t at_bits, std::uint32_t width_bits,
                        ByteOrder order) {
    const bool is_whole = at_bits % 8 == 0 && width_bits % 8 == 0;
    if (is_whole && width_bits <= 64) {
        std::uint64_t value = 0;
        const auto* from = bytes.data() + at_bits / 8;
        const auto count = width_bits / 8;
        if (order == ByteOrder::little) {
            for (std::uint32_t i = count; i-- > 0;) value = value << 8U | from[i];
        } else {
            for (std::uint32_t i = 0; i < count; ++i) value = value << 8U | from[i];
        }
        return value;
    }
    std::uint64_t value = 0;
    for (std::uint32_t i = 0; i < width_bits; ++i) {  // the highest bit first
        const auto at = at_bits + (order == ByteOrder::little ? width_bits - 1 - i : i);
        const auto in_byte = order == ByteOrder::little ? at % 8 : 7 - at % 8;
        value = value << 1U | ((bytes[at / 8] >> in_byte) & 1U);
    }
    return value;
}

Result<std::vector<FieldValue>> decode(const Layout& layout, const Record& record, std::span<const std::uint8_t> bytes,
                                       ByteOrder order) {
    const auto scalars = scalars_of(layout, record);
    if (!scalars) return scalars.problems;
    if (bytes.size() < *record.size_bytes) {
        return Problem{
            {},
            "",
            std::to_string(*record.size_bytes) + " bytes of " + record.name,
            std::to_string(bytes.size()),
        };
    }
    std::vector<FieldValue> values;
    values.reserve(scalars->size());
    for (const auto& scalar : *scalars) {
        values.push_back({scalar.path, load(scalar, bytes, scalar.byte_order.value_or(order)), scalar.offset_bits,
                          scalar.width_bits});
    }
    return values;
}

Result<Bytes> encode(const Layout& layout, const Record& record, const std::vector<FieldValue>& values,
                     ByteOrder order) {
    const auto scalars = scalars_of(layout, record);
    if (!scalars) return scalars.problems;
    std::map<std::string_view, const Scalar*> by_path;
    for (const auto& scalar : *scalars) by_path.emplace(scalar.path, &scalar);

    Bytes bytes(static_cast<std::size_t>(*record.size_bytes), 0);
    std::vector<Problem> problems;
    for (const auto& [path, value, offset_bits, width_bits] : values) {
        const auto found = by_path.find(path);
        if (found == by_path.end()) {
            problems.push_back({{}, "", "a field of " + record.name, "'" + path + "'"});
        } else if (!fits(*found->second, value)) {
            problems.push_back({{}, "", path + " to be " + range_of(*found->second), to_string(value)});
        } else {
            store(*found->second, value, bytes, found->second->byte_order.value_or(order));
        }
    }
    if (!problems.empty()) return problems;
    return bytes;
}

}  // namespace abi
