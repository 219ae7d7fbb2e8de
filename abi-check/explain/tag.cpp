#include "explain/tag.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "codec/fields.h"

namespace abi {
namespace {

/// Larger packets, and packets with more possible tags, would take most of the time.
constexpr std::uint64_t most_bytes = 4096;
constexpr std::size_t most_places = 8;

/// Slots by field name and by index within the field: `u128 id` and `u64 id[2]` have the same keys.
using SlotNames = std::map<std::pair<std::string_view, std::size_t>, const FieldSpan*>;

std::vector<std::pair<std::string_view, std::size_t>> names_of(const Candidate& candidate) {
    std::map<std::string_view, std::size_t> times;
    std::vector<std::pair<std::string_view, std::size_t>> names;
    names.reserve(candidate.slots.size());
    for (const auto& slot : candidate.slots) {
        const auto name = std::string_view(slot.path).substr(0, slot.path.find('['));
        names.emplace_back(name, times[name]++);
    }
    return names;
}

bool holds_data(const FieldSpan& slot) {
    return slot.expectation != Expectation::zero && slot.expectation != Expectation::mostly_zero &&
           slot.expectation != Expectation::unnamed;
}

bool is_in_bytes(const FieldSpan& slot) {
    return slot.offset_bits % 8 == 0 && slot.width_bits % 8 == 0;
}

TagPlace as_it_lies(const Candidate& candidate, std::size_t tag) {
    const auto begin = candidate.slots[tag].offset_bits / 8;
    const auto end = begin + 8;
    const auto size = static_cast<std::uint32_t>(candidate.size_bytes);
    TagPlace place{.slot = tag, .as_today = false, .message_bytes = size - 8, .pieces = {}};
    if (begin != 0) place.pieces.push_back({0, begin * 8, 0, begin, true});
    if (end != size) place.pieces.push_back({end * 8, (size - end) * 8, begin, size - end, true});
    return place;
}

/// A tag over the packet in the current spec's layout. Returns nothing if one of the two has a field that the other
/// lacks.
std::optional<TagPlace> as_of_today(const Candidate& candidate, std::size_t tag, const Candidate& today) {
    const auto names = names_of(candidate);
    const auto names_today = names_of(today);
    SlotNames ours;
    for (std::size_t s = 0; s < names.size(); ++s) ours.emplace(names[s], &candidate.slots[s]);
    const auto tag_today = std::ranges::find(names_today, names[tag]);
    if (tag_today == names_today.end()) return std::nullopt;
    const auto& to_tag = today.slots[static_cast<std::size_t>(tag_today - names_today.begin())];
    if (to_tag.width_bits != 64 || !is_in_bytes(to_tag)) return std::nullopt;

    TagPlace place{
        .slot = tag, .as_today = true, .message_bytes = static_cast<std::uint32_t>(today.size_bytes) - 8, .pieces = {}};
    std::size_t known = 1;  // the tag
    for (std::size_t s = 0; s < names_today.size(); ++s) {
        const auto& to = today.slots[s];
        if (&to == &to_tag || !holds_data(to)) continue;
        const auto found = ours.find(names_today[s]);
        if (found == ours.end() || !holds_data(*found->second)) return std::nullopt;
        const auto& from = *found->second;
        const bool is_raw = to.expectation == Expectation::text || from.expectation == Expectation::text;
        if (!is_in_bytes(to) || !is_in_bytes(from) || (is_raw && from.width_bits != to.width_bits)) return std::nullopt;
        const auto at = to.offset_bits / 8;
        place.pieces.push_back({from.offset_bits, from.width_bits, at > to_tag.offset_bits / 8 ? at - 8 : at,
                                to.width_bits / 8, is_raw, to.order_in(today.byte_order), from.stated});
        ++known;
    }
    const auto all = static_cast<std::size_t>(std::ranges::count_if(candidate.slots, holds_data));
    return known == all ? std::optional(std::move(place)) : std::nullopt;
}

void write_message(const TagPlace& place, std::span<const std::uint8_t> packet, ByteOrder order,
                   std::span<std::uint8_t> message) {
    std::ranges::fill(message, std::uint8_t{0});
    for (const auto& piece : place.pieces) {
        const auto to = message.subspan(piece.to_byte, piece.to_bytes);
        if (piece.is_raw) {
            std::ranges::copy(packet.subspan(piece.from_bits / 8, piece.to_bytes), to.begin());
            continue;
        }
        auto value = load_bits(packet, piece.from_bits, piece.width_bits, piece.from_order.value_or(order));
        for (std::size_t i = 0; i < to.size(); ++i, value >>= 8U) {
            to[piece.order == ByteOrder::little ? i : to.size() - 1 - i] = static_cast<std::uint8_t>(value);
        }
    }
}

}  // namespace

void add_tags(std::span<Candidate> candidates) {
    for (auto& candidate : candidates) {
        candidate.tags.clear();
        if (candidate.size_bytes > most_bytes) continue;
        std::vector<std::size_t> slots;
        for (std::size_t s = 0; s < candidate.slots.size(); ++s) {
            if (candidate.slots[s].may_be_tag) slots.push_back(s);
        }
        // A tag is more often at the end of a packet than at its start.
        if (slots.size() > most_places) slots.erase(slots.begin(), slots.end() - most_places);
        const auto today = std::ranges::find_if(candidates, [&](const Candidate& one) {
            return one.is_expected && one.record == candidate.record && one.size_bytes <= most_bytes;
        });
        for (const auto slot : slots) {
            candidate.tags.push_back(as_it_lies(candidate, slot));
            if (candidate.is_expected || today == candidates.end()) continue;
            auto place = as_of_today(candidate, slot, *today);
            if (place) candidate.tags.push_back(std::move(*place));
        }
    }
}

std::optional<FoundTag> find_tag(const Candidate& candidate, std::span<const std::uint8_t> packet, ByteOrder order,
                                 std::span<const SipKey> keys) {
    std::array<std::uint8_t, most_bytes> buffer;
    for (std::size_t t = 0; t < candidate.tags.size() && !keys.empty(); ++t) {
        const auto& place = candidate.tags[t];
        const auto& slot = candidate.slots[place.slot];
        const auto tag_order = slot.expectation == Expectation::text ? ByteOrder::little : slot.order_in(order);
        const auto tag = load_bits(packet, slot.offset_bits, slot.width_bits, tag_order);
        // Only one tag in four billion is so small, but most other numbers are.
        if (tag >> 32U == 0) continue;
        const auto message = std::span(buffer).first(place.message_bytes);
        write_message(place, packet, order, message);
        for (std::size_t k = 0; k < keys.size(); ++k) {
            if (siphash(keys[k], message) == tag) return FoundTag{t, k};
        }
    }
    return std::nullopt;
}

}  // namespace abi
