#include "explain/packet.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "codec/fields.h"

namespace abi {
namespace {

/// Fills in what the value means, and whether the field must not hold it.
void judge(const FieldSpan& slot, const FieldValue& field, std::uint64_t size_bytes, const Glossary& glossary,
           FieldReading& reading) {
    const bool is_zero = field.value == Integer{};
    const std::uint64_t value = low_word(field.value);
    switch (slot.expectation) {
    case Expectation::zero:
    case Expectation::mostly_zero:
        reading.meaning = slot.expectation == Expectation::zero ? "padding" : "reserved";
        if (!is_zero) reading.meaning += ", not zero";
        reading.is_wrong = !is_zero;
        return;
    case Expectation::enumeration:
        reading.meaning = glossary.enumerator(slot, value);
        reading.is_wrong = !std::ranges::binary_search(slot.known, value);
        if (reading.is_wrong) reading.meaning = "none of the " + std::to_string(slot.known.size()) + " known values";
        return;
    case Expectation::own_size:
        reading.is_wrong = !std::ranges::binary_search(slot.known, value);
        reading.meaning = reading.is_wrong ? "not the size, " + std::to_string(size_bytes) : "the size";
        return;
    case Expectation::boolean:
        reading.is_wrong = field.value.high != 0 || value > 1;
        if (reading.is_wrong) reading.meaning = "neither 0 nor 1";
        return;
    default: reading.meaning = field.value.high == 0 ? glossary.constant(value) : "";
    }
}

}  // namespace

const FieldSpan* slot_at(const Candidate& candidate, std::uint64_t offset_bits) {
    const auto found = std::ranges::find_if(candidate.slots, [&](const FieldSpan& slot) {
        return slot.offset_bits <= offset_bits && offset_bits < std::uint64_t{slot.offset_bits} + slot.width_bits;
    });
    return found == candidate.slots.end() ? nullptr : &*found;
}

std::optional<PacketReading> read_packet(const Candidate& candidate, ByteOrder order,
                                         std::span<const std::uint8_t> bytes, std::uint64_t at,
                                         const Glossary& glossary) {
    if (at >= bytes.size() || bytes.size() - at < candidate.size_bytes) return std::nullopt;
    const auto packet = bytes.subspan(at, candidate.size_bytes);
    const auto values = decode(*candidate.layout, *candidate.declared, packet, order);
    if (!values) return std::nullopt;
    PacketReading made{.at = at, .bytes = {packet.begin(), packet.end()}, .fields = {}};
    for (const auto& field : *values) {
        FieldReading reading{.path = field.path,
                             .at_bits = field.offset_bits,
                             .width_bits = field.width_bits,
                             .value = to_string(field.value),
                             .meaning = ""};
        // For a union, only the first member is judged.
        const FieldSpan* slot = slot_at(candidate, field.offset_bits);
        const auto name = [](const std::string& path) { return std::string_view(path).substr(0, path.find('[')); };
        if (slot != nullptr && name(slot->path) == name(field.path))
            judge(*slot, field, candidate.size_bytes, glossary, reading);
        made.fields.push_back(std::move(reading));
    }
    return made;
}

}  // namespace abi
