#include "explain/alike.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "codec/fields.h"

namespace abi {
namespace {

using Chunks = std::span<const std::span<const std::uint8_t>>;

constexpr std::uint64_t most_packets = 256;

/// A number and the bit of its lowest digit, from the start of the packet.
using Number = std::pair<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>>;

/// All numbers of a packet but zeros; nothing if it cannot be decoded.
std::set<Number> numbers_in(const Fit& fit, std::span<const std::uint8_t> bytes) {
    std::set<Number> numbers;
    const auto values = decode(*fit.candidate->layout, *fit.candidate->declared, bytes, fit.byte_order);
    if (!values) return numbers;
    for (const auto& field : *values) {
        if (field.value == Integer{}) continue;
        const auto lowest =
            fit.byte_order == ByteOrder::little ? field.offset_bits : field.offset_bits + field.width_bits;
        const auto value = field.value.negative ? ~field.value.low + 1 : field.value.low;
        numbers.insert({lowest, {value, field.value.negative ? ~std::uint64_t{0} : field.value.high}});
    }
    return numbers;
}

}  // namespace

bool read_same_numbers(const Fit& a, const Fit& b, Chunks chunks) {
    const auto same_place = [](const Fit::Run& x, const Fit::Run& y) {
        return x.chunk == y.chunk && x.begin == y.begin && x.packets == y.packets;
    };
    if (a.byte_order != b.byte_order || a.stride != b.stride || a.candidate->size_bytes != b.candidate->size_bytes ||
        !std::ranges::equal(a.runs, b.runs, same_place)) {
        return false;
    }
    std::size_t compared = 0;
    for (const auto& run : a.runs) {
        for (std::uint64_t i = 0; i < std::min(run.packets, most_packets); ++i) {
            const auto at = run.begin + static_cast<std::int64_t>(i * a.stride);
            const auto chunk = chunks[run.chunk];
            if (at < 0 || static_cast<std::uint64_t>(at) + a.candidate->size_bytes > chunk.size()) continue;
            const auto packet = chunk.subspan(static_cast<std::size_t>(at), a.candidate->size_bytes);
            if (numbers_in(a, packet) != numbers_in(b, packet)) return false;
            ++compared;
        }
    }
    return compared != 0;
}

bool read_alike(const Fit& a, const Fit& b, Chunks chunks) {
    if (a.byte_order != b.byte_order) return false;
    std::size_t compared = 0;
    for (const auto& run : a.runs) {
        if (run.packets > 1 && b.candidate->size_bytes > a.stride) return false;
        const auto packets = std::min(run.packets, most_packets);
        for (std::uint64_t i = 0; i < packets; ++i) {
            const auto at = run.begin + static_cast<std::int64_t>(i * a.stride);
            if (at < 0) continue;
            const auto from = static_cast<std::uint64_t>(at);
            const auto chunk = chunks[run.chunk];
            if (from + std::max(a.candidate->size_bytes, b.candidate->size_bytes) > chunk.size()) continue;
            const auto in_a = decode(*a.candidate->layout, *a.candidate->declared, chunk.subspan(from), a.byte_order);
            const auto in_b = decode(*b.candidate->layout, *b.candidate->declared, chunk.subspan(from), b.byte_order);
            if (!in_a || !in_b) return false;
            std::map<std::string_view, const Integer*> values;
            for (const auto& field : *in_a) values[field.path] = &field.value;
            for (const auto& field : *in_b) {
                const auto same = values.find(field.path);
                if (same == values.end()) {
                    if (field.value != Integer{}) return false;
                } else if (*same->second != field.value) {
                    return false;
                } else {
                    values.erase(same);
                }
            }
            if (std::ranges::any_of(values, [](const auto& one) { return *one.second != Integer{}; })) return false;
            ++compared;
        }
    }
    return compared != 0;
}

}  // namespace abi
