#include "replay/reference.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace abi {
namespace {

/// Loads a little-endian field of the width of Word.
template <typename Word>
Word load(std::span<const std::uint8_t> record, const BytePlace& place) {
    Word word = 0;
    std::memcpy(&word, record.data() + place.offset, sizeof word);
    return word;
}

template <typename Word>
void store(std::span<std::uint8_t> record, const BytePlace& place, Word word) {
    std::memcpy(record.data() + place.offset, &word, sizeof word);
}

struct Finder {
    std::vector<Problem> problems;

    BytePlace find(const Layout& layout, const Record& record, std::string_view path, std::size_t bytes) {
        auto place = place_of(layout, record, path);
        if (!place) {
            problems.insert(problems.end(), place.problems.begin(), place.problems.end());
            return {};
        }
        if (place->bytes != bytes) {
            problems.push_back({record.place, "",
                                record.name + "." + std::string(path) + " of " + std::to_string(bytes) + " bytes",
                                std::to_string(place->bytes)});
        }
        return *place;
    }

    Reference::Places find_packet(const Layout& layout, const Record& record) {
        const BytePlace id = find(layout, record, "id", 16);
        return {.kind = find(layout, record, "kind", 4),
                .pad = find(layout, record, "_pad", 4),
                .arg = find(layout, record, "arg", 8),
                .sequence = {id.offset, 8},
                .tag = {id.offset + 8, 8}};
    }

    std::uint32_t verdict(const Layout& spec, std::string_view name) {
        const Enum* verdicts = find_enum(spec, "Verdict");
        if (verdicts != nullptr) {
            const auto found = std::ranges::find(verdicts->enumerators, name, &Enumerator::name);
            if (found != verdicts->enumerators.end()) return static_cast<std::uint32_t>(found->value.low);
        }
        problems.push_back({{.file = spec.origin}, "", "an enumerator Verdict." + std::string(name), "none"});
        return 0;
    }
};

}  // namespace

Result<Reference> make_reference(const Layout& spec, const Protocol& protocol, std::span<const std::uint8_t> key) {
    static_assert(std::endian::native == std::endian::little);
    Finder finder;
    Reference made;
    if (spec.byte_order != ByteOrder::little || protocol.layout->byte_order != ByteOrder::little) {
        return Problem{{.file = spec.origin}, "", "little-endian packets and results", "another byte order"};
    }
    const Record* packet = find_record(spec, "CmdPacket");
    const Enum* kinds = find_enum(spec, "CmdKind");
    const auto states_order = [](const Field& field) { return field.byte_order.has_value(); };
    if (packet != nullptr && std::ranges::any_of(packet->fields, states_order)) {
        return Problem{packet->place, "", "CmdPacket in one byte order", "a field with its own"};
    }
    if (packet == nullptr || !packet->size_bytes) {
        return Problem{{.file = spec.origin}, "", "a record CmdPacket of known size", "none"};
    }
    if (kinds == nullptr) return Problem{{.file = spec.origin}, "", "an enum CmdKind", "none"};
    if (key.size() != sizeof made.key) {
        return Problem{{}, "", "a key of " + std::to_string(sizeof made.key) + " bytes", std::to_string(key.size())};
    }
    made.packet = finder.find_packet(spec, *packet);
    made.result = finder.find_packet(*protocol.layout, *protocol.result);
    made.result_index = finder.find(*protocol.layout, *protocol.result, "index", 4);
    made.result_verdict = finder.find(*protocol.layout, *protocol.result, "verdict", 4);
    made.packet_bytes = static_cast<std::size_t>(*packet->size_bytes);
    made.result_bytes = protocol.result_bytes();
    for (const auto& kind : kinds->enumerators) made.kinds.push_back(static_cast<std::uint32_t>(kind.value.low));
    std::ranges::sort(made.kinds);
    made.ok = finder.verdict(spec, "VERDICT_OK");
    made.bad_tag = finder.verdict(spec, "VERDICT_EBADTAG");
    made.bad_pad = finder.verdict(spec, "VERDICT_EPAD");
    made.bad_kind = finder.verdict(spec, "VERDICT_EKIND");
    std::memcpy(made.key.data(), key.data(), sizeof made.key);
    if (!finder.problems.empty()) return finder.problems;
    return made;
}

std::uint64_t tag_of(const SipKey& key, const PacketFields& fields) {
    std::array<std::uint8_t, 24> tagged{};
    std::memcpy(&tagged[0], &fields.kind, sizeof fields.kind);
    std::memcpy(&tagged[4], &fields.pad, sizeof fields.pad);
    std::memcpy(&tagged[8], &fields.arg, sizeof fields.arg);
    std::memcpy(&tagged[16], &fields.sequence, sizeof fields.sequence);
    return siphash(key, tagged);
}

PacketFields read_packet(const Reference& reference, std::span<const std::uint8_t> slot) {
    const Reference::Places& at = reference.packet;
    return {.kind = load<std::uint32_t>(slot, at.kind),
            .pad = load<std::uint32_t>(slot, at.pad),
            .arg = load<std::uint64_t>(slot, at.arg),
            .sequence = load<std::uint64_t>(slot, at.sequence),
            .tag = load<std::uint64_t>(slot, at.tag)};
}

void write_packet(const Reference& reference, const PacketFields& fields, std::span<std::uint8_t> slot) {
    const Reference::Places& at = reference.packet;
    store(slot, at.kind, fields.kind);
    store(slot, at.pad, fields.pad);
    store(slot, at.arg, fields.arg);
    store(slot, at.sequence, fields.sequence);
    store(slot, at.tag, fields.tag);
}

std::uint32_t judge(Reference& reference, const PacketFields& fields) {
    if (fields.sequence != reference.expected_sequence || fields.tag != tag_of(reference.key, fields)) {
        return reference.bad_tag;
    }
    ++reference.expected_sequence;
    if (fields.pad != 0) return reference.bad_pad;
    const bool known = std::ranges::binary_search(reference.kinds, fields.kind);
    return known ? reference.ok : reference.bad_kind;
}

void write_result(const Reference& reference, std::uint32_t index, std::uint32_t verdict, const PacketFields& fields,
                  std::span<std::uint8_t> result) {
    const Reference::Places& at = reference.result;
    store(result, reference.result_index, index);
    store(result, reference.result_verdict, verdict);
    store(result, at.kind, fields.kind);
    store(result, at.pad, fields.pad);
    store(result, at.arg, fields.arg);
    store(result, at.sequence, fields.sequence);
    store(result, at.tag, fields.tag);
}

}  // namespace abi
