#include "explain/evidence.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "codec/fields.h"

namespace abi {
namespace {

constexpr float byte_cost = 8.1F;
constexpr float first_zero_cost = 4.0F;
constexpr float next_zero_cost = 1.0F;
constexpr float edge_zero_cost = 0.05F;

/// log2(n), with a table for n < 256.
double log2_of(std::size_t n) {
    static const auto table = [] {
        std::array<double, 256> logs{};
        for (std::size_t i = 1; i < logs.size(); ++i) logs[i] = std::log2(static_cast<double>(i));
        return logs;
    }();
    return n < table.size() ? table[n] : std::log2(static_cast<double>(n));
}

std::uint64_t mask_of(std::uint32_t width) {
    return width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

/// The cost of a number's binary digits when its length is known. The first digit is always 1 and costs nothing.
double digits(std::uint64_t value) {
    return value < 2 ? 0 : static_cast<double>(std::bit_width(value)) - 1;
}

/// The cost of one 32-bit half of a 64-bit number.
double half_cost(std::uint64_t value) {
    if (value == 0) return 3.0;
    const double length = log2_of(33);
    const double round =
        value == 0 ? length : 1.8 + 2 * length + digits(value >> static_cast<unsigned>(std::countr_zero(value)));
    return 1.5 + std::min({length + digits(value), round, 4 * static_cast<double>(byte_cost)});
}

/// The cost of a set of flags. A few low bits are cheapest.
double flags_cost(std::uint64_t value) {
    double cost = 2;
    for (; value != 0; value &= value - 1) {
        cost += 1.5 + 2 * log2_of(static_cast<std::size_t>(std::countr_zero(value)) + 1);
    }
    return cost;
}

/// The cost of a usual address: stacks and mappings of programs (47 bits), and the kernel's half of the address space.
/// Linux loads programs, with their heap behind them, at two thirds of the address space: 0x55 or 0x56 before 40 bits
/// on x86-64, 0xAA on AArch64, which maps files at 0xFF.
double usual_address_cost(std::uint64_t value) {
    const auto upper = value >> 40U;
    const bool is_mapping = upper == 0x7F;
    const bool is_kernels = value >> 48U == 0xFFFF;
    const bool is_heap = upper == 0x55 || upper == 0x56 || upper == 0xAA || upper == 0xFF;
    if (is_heap) return 5.0 + 40 + (value % 8 == 0 ? -3 : 3);
    if (!is_mapping && !is_kernels) return 1e9;
    return 4.0 + (is_mapping ? 40 : 48) + (value % 8 == 0 ? -3 : 3);
}

/// What a number costs more, or less, because of what its field's name suggests.
double quantity_cost(Quantity quantity, int bits) {
    switch (quantity) {
    case Quantity::small: return bits <= 8 ? -2 : bits <= 20 ? -0.5 : 5;
    case Quantity::size: return bits <= 17 ? -0.5 : bits <= 28 ? 1.5 : 7;
    case Quantity::place: return bits <= 8 ? 1 : -1.5;
    case Quantity::address: return bits <= 12 ? 6 : 0;
    case Quantity::unused: return 5;
    case Quantity::any:
    case Quantity::check: break;
    }
    return 0;
}

double zero_cost(const FieldSpan& slot, bool is_behind_zero) {
    if (slot.quantity == Quantity::unused) return 0.5;
    const double usual = is_behind_zero ? 1.5 : slot.is_flags ? 1.0 : 4.0;
    return slot.quantity == Quantity::place ? usual + 2 : usual;
}

/// What a number costs in addition to its bytes if nothing is known about it. Most numbers are not like that.
double chance_cost(const FieldSpan& slot) {
    if (slot.quantity == Quantity::check) return 0;
    if (slot.may_be_tag) return 1.5;
    return slot.counts ? 6 : slot.width_bits >= 32 ? 3.5 : 2.5;
}

double integer_cost(std::uint64_t value, const FieldSpan& slot, double unknown, std::span<const std::uint64_t> marks,
                    const Neighbours& near) {
    if (near.element != nullptr && value == *near.element) return value == 0 ? 0.3 : 1.5;
    if (value == 0) return zero_cost(slot, near.is_behind_zero);
    const auto width = slot.width_bits;
    const double length = log2_of(width + 1);
    const std::uint64_t flipped = ~value & mask_of(width);
    const bool is_negative = flipped < value;  // in two's complement
    const std::uint64_t magnitude = is_negative ? flipped : value;
    const double own_length = 1 + 2 * log2_of(static_cast<std::size_t>(std::bit_width(magnitude)) + 1);
    const double sign = is_negative ? 1 + (slot.is_signed ? 0 : 6) : 0;
    double best = std::min(1.5 + std::min(length, own_length) + sign + digits(magnitude), chance_cost(slot) + unknown);
    best = std::min(best, 3.3 + 2 * length + digits(value >> static_cast<unsigned>(std::countr_zero(value))));
    if (std::has_single_bit(value)) best = std::min(best, 4.0 + length);
    if (slot.is_flags) best = std::min(best, flags_cost(value));
    const auto distance_to = [&](std::uint64_t other) {
        return std::min((value - other) & mask_of(width), (other - value) & mask_of(width));
    };
    // The numbers of a field, and those of an array, have similar lengths.
    const auto near_length = [&](std::uint64_t other) {
        const auto own = static_cast<int>(std::bit_width(value));
        const auto distance = static_cast<std::size_t>(std::abs(own - static_cast<int>(std::bit_width(other))));
        return 3.5 + 2 * log2_of(distance + 1) + digits(value);
    };
    if (near.element != nullptr) best = std::min(best, near_length(*near.element));
    const bool has_last = near.habit != nullptr && near.habit->has_last();
    if (has_last) {
        best = std::min(best, near_length(near.habit->last()));
        const auto distance = distance_to(near.habit->last());
        if (((value - near.habit->last()) & mask_of(width)) == 1) best = std::min(best, slot.counts ? 1.5 : 6.0);
        best = std::min(best, 3.0 + length + digits(distance));
    }
    if (near.beside != nullptr) best = std::min(best, 4.0 + length + digits(distance_to(*near.beside)));
    // An address: a region of 4 GiB and an offset in it.
    if (width == 64 && !slot.counts && value >> 32U != 0) {
        const bool same_region = has_last && (value ^ near.habit->last()) >> 32U == 0;
        const double region = same_region ? 1.5 : half_cost(value >> 32U);
        best = std::min(best, 1.0 + region + half_cost(value & mask_of(32)));
        best = std::min(best, usual_address_cost(value));
    }
    // A field that holds one of a few values rarely has a large one.
    const auto bits = static_cast<int>(std::bit_width(magnitude));
    const bool is_odd_pick = slot.picks && bits > 16;
    best += is_odd_pick ? 7 : quantity_cost(slot.quantity, bits);
    // A wide field is declared for large numbers.
    const bool is_wide = slot.quantity == Quantity::any && width >= 32;
    if (is_wide && bits * 4 <= static_cast<int>(width)) best += 1;
    if (value >= 0x10000 && std::ranges::binary_search(marks, value)) best = std::min(best, 6 + log2_of(marks.size()));
    return best;
}

double enumeration_cost(std::uint64_t value, const FieldSpan& slot, double unknown,
                        std::span<const std::uint64_t> marks, const Neighbours& near) {
    const auto n = slot.known.size();
    if (std::ranges::binary_search(slot.known, value)) return 0.3 + log2_of(n);
    std::uint64_t flags = 0;
    for (const auto known : slot.known) {
        if (std::has_single_bit(known)) flags |= known;
    }
    const double other = 7 + integer_cost(value, slot, unknown, marks, near);
    const bool is_flags = std::popcount(flags) > 1 && (value & ~flags) == 0;
    return is_flags ? std::min(other, 3.0 + static_cast<double>(n)) : other;
}

double pointer_cost(std::uint64_t value, std::uint32_t width, double unknown) {
    if (value == 0) return 2.3;
    const std::uint64_t upper = width == 64 ? value >> 47U : 0;
    const bool is_canonical = upper == 0 || upper == 0x1FFFF;
    const bool is_plausible = width == 64 ? is_canonical && value >= 0x1000 : value >= 0x1000;
    if (!is_plausible) return unknown + 8;
    const double address = width == 64 ? 47 : width;
    return 2.3 + address - (value % 8 == 0 ? 5 : 0);
}

double floating_cost(std::uint64_t value, std::uint32_t width, double unknown) {
    if ((value & (mask_of(width) >> 1U)) == 0) return 2.3;
    const unsigned mantissa_bits = width == 64 ? 52 : 23;
    const unsigned bias = width == 64 ? 1023 : 127;
    const auto exponent = (value >> mantissa_bits) & (width == 64 ? 0x7FFU : 0xFFU);
    const auto mantissa = value & ((std::uint64_t{1} << mantissa_bits) - 1);
    if (exponent + 40 < bias || exponent > bias + 40) return unknown + 4;
    const auto used = mantissa == 0 ? 0 : static_cast<int>(mantissa_bits) - std::countr_zero(mantissa);
    return 10.0 + used;
}

double text_cost(std::span<const std::uint8_t> bytes, double unknown) {
    const auto is_printable = [](std::uint8_t byte) {
        return (byte >= 0x20 && byte < 0x7F) || byte == '\n' || byte == '\t';
    };
    const auto end = std::ranges::find_if_not(bytes, is_printable);
    const bool ends_in_zeros = std::all_of(end, bytes.end(), [](std::uint8_t byte) { return byte == 0; });
    const auto length = end - bytes.begin();
    if (ends_in_zeros && length == 0) return 1.3;
    if (ends_in_zeros && length >= 3) return std::min(unknown + 1.3, 6.0 + 6.6 * static_cast<double>(length));
    return unknown + 1.3;
}

/// FNV-1a, to recognise bytes of the packets before.
std::uint64_t hash_of(std::span<const std::uint8_t> bytes) {
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const auto byte : bytes) hash = (hash ^ byte) * 0x100000001B3;
    return hash;
}

/// The cost of bytes that are mostly those of the previous packet. A byte that did not change before it is expected not
/// to change now.
double bytes_cost(std::span<const std::uint8_t> bytes, const Neighbours& near) {
    if (near.text_before == nullptr) return 1e9;
    double cost = 1;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool is_known = near.text_earlier != nullptr;
        const bool was_same = is_known && near.text_earlier[i] == near.text_before[i];
        const bool is_same = bytes[i] == near.text_before[i];
        if (is_same) cost += !is_known ? 0.6 : was_same ? 0.2 : 3;
        if (!is_same) cost += static_cast<double>(byte_cost) + (!is_known ? 1.7 : was_same ? 3 : 0.2);
    }
    return cost;
}

}  // namespace

Baseline::Baseline(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    each_.reserve(bytes.size() + 1);
    sum_.reserve(bytes.size() + 1);
    filled_.reserve(bytes.size() + 1);
    sum_.push_back(0);
    filled_.push_back(0);
    // Zeros before all other bytes, and behind them, may be memory around the packets.
    const auto first = static_cast<std::size_t>(
        std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte != 0; }) - bytes.begin());
    auto last = bytes.size();
    while (last > first && bytes[last - 1] == 0) --last;
    std::uint8_t before = 1;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = bytes[i];
        const float zero_cost = i < first || i >= last ? edge_zero_cost : next_zero_cost;
        each_.push_back(byte != 0 ? byte_cost : before != 0 ? first_zero_cost : zero_cost);
        sum_.push_back(sum_.back() + each_.back());
        filled_.push_back(filled_.back() + (byte != 0 ? 1 : 0));
        before = byte;
    }
    each_.push_back(0);
}

double Baseline::cost(std::uint64_t begin_bits, std::uint64_t end_bits) const {
    const auto begin = begin_bits / 8;
    const auto end = end_bits / 8;
    double cost = sum_[end] - sum_[begin];
    cost -= each_[begin] * static_cast<double>(begin_bits % 8) / 8;
    cost += each_[end] * static_cast<double>(end_bits % 8) / 8;
    return cost;
}

double evidence(const Baseline& baseline, std::uint64_t packet_bits, const FieldSpan& slot, ByteOrder order,
                std::span<const std::uint64_t> marks, const Neighbours& near, std::uint64_t& value) {
    const auto begin = packet_bits + slot.offset_bits;
    const auto end = begin + slot.width_bits;
    const double unknown = baseline.cost(begin, end);
    const auto mask = mask_of(slot.width_bits);
    const auto usual = [&](double cost) {
        return unknown - (near.habit == nullptr ? cost : std::min(cost, near.habit->cost(value, mask)));
    };
    if (slot.expectation == Expectation::text) {
        const auto text = baseline.bytes().subspan(begin / 8, slot.width_bits / 8);
        const double cost = text_cost(text, unknown);
        value = hash_of(text);
        const double known = near.habit == nullptr ? cost : near.habit->cost_of_known(value);
        return unknown - std::min({cost, known, bytes_cost(text, near)});
    }
    value = load_bits(baseline.bytes(), begin, slot.width_bits, slot.order_in(order));
    switch (slot.expectation) {
    case Expectation::zero: return value == 0 ? unknown - 0.1 : -12;
    case Expectation::mostly_zero: return value == 0 ? unknown - 0.3 : -6;
    case Expectation::unnamed: return value == 0 ? unknown - 0.6 : -1.6;
    case Expectation::boolean: return value < 2 ? usual(1.1) : -12;
    case Expectation::own_size:
    case Expectation::enumeration: {
        // A habit does not make a value known.
        const double cost = enumeration_cost(value, slot, unknown, marks, near);
        return std::ranges::binary_search(slot.known, value) ? usual(cost) : std::max(usual(1e9) - 7, unknown - cost);
    }
    case Expectation::pointer: return usual(pointer_cost(value, slot.width_bits, unknown));
    case Expectation::floating: return usual(floating_cost(value, slot.width_bits, unknown));
    case Expectation::integer:
    case Expectation::text: break;
    }
    return usual(integer_cost(value, slot, unknown, marks, near));
}

}  // namespace abi
