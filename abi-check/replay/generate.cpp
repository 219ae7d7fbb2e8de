#include "replay/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>
#include <numeric>

#include "replay/random.h"

namespace abi {
namespace {

constexpr std::size_t slot_bytes = 32;
constexpr std::size_t longest_case_bytes = 64;

/// A key that differs from `key`.
SipKey other_key(SipKey key) {
    for (std::uint8_t& byte : std::span(key).first(8)) byte ^= 0xFFU;
    return key;
}

struct MutationRow {
    Mutation mutation;
    unsigned weight;  // its share of the cases
    std::string_view words;
};

constexpr std::array rows{
    MutationRow{Mutation::none, 40, "a good packet"},
    MutationRow{Mutation::unknown_kind, 5, "an unknown kind, with a valid tag"},
    MutationRow{Mutation::padding, 5, "non-zero padding, with a valid tag"},
    MutationRow{Mutation::bit_flip, 12, "one bit flipped"},
    MutationRow{Mutation::forged_padding, 3, "non-zero padding that the tag does not cover"},
    MutationRow{Mutation::cut, 4, "cut short"},
    MutationRow{Mutation::over_long, 3, "longer than a slot"},
    MutationRow{Mutation::swapped_halves, 2, "the halves of the slot swapped"},
    MutationRow{Mutation::swapped_id, 2, "the halves of id swapped"},
    MutationRow{Mutation::big_endian, 3, "in big-endian"},
    MutationRow{Mutation::replayed, 6, "an earlier packet replayed"},
    MutationRow{Mutation::early, 4, "a packet with a later sequence than expected"},
    MutationRow{Mutation::other_key, 3, "a tag under another key"},
    MutationRow{Mutation::packed, 3, "packed into 28 bytes"},
    MutationRow{Mutation::zero, 1, "all zero"},
    MutationRow{Mutation::ones, 1, "all ones"},
    MutationRow{Mutation::random, 3, "noise"},
};

/// Each mutation as often as its weight, so that a uniform random index gives the right shares.
constexpr auto weighted_mutations = [] {
    constexpr unsigned all = [] {
        unsigned sum = 0;
        for (const auto& row : rows) sum += row.weight;
        return sum;
    }();
    std::array<Mutation, all> made{};
    std::size_t at = 0;
    for (const auto& row : rows) {
        for (unsigned i = 0; i < row.weight; ++i) made[at++] = row.mutation;
    }
    return made;
}();

/// One of the values that often find errors, or any other value.
std::uint64_t some_argument(Random& random) {
    constexpr std::array<std::uint64_t, 8> telling{
        0, 1, 0x80000000, 0xffffffff, 0x100000000, 0x1122334455667788, 0x8000000000000000, ~std::uint64_t{0}};
    const std::uint64_t drawn = random.next();
    return drawn % 4 == 0 ? telling[drawn >> 32U & 7U] : random.next();
}

using Slot = std::array<std::uint8_t, longest_case_bytes>;

struct Generator {
    Reference reference;
    Random random;
    std::array<PacketFields, 16> earlier{};  // the last packets with a valid tag; their sequences are used up
    std::size_t earlier_count = 0;
    Slot bytes{};
    std::size_t length = 0;

    std::span<std::uint8_t> slot() { return std::span(bytes).first(slot_bytes); }

    PacketFields sealed(std::uint32_t kind, std::uint32_t pad, std::uint64_t sequence) {
        PacketFields fields{.kind = kind, .pad = pad, .arg = some_argument(random), .sequence = sequence};
        fields.tag = tag_of(reference.key, fields);
        return fields;
    }
    PacketFields good() {
        return sealed(reference.kinds[random.below(reference.kinds.size())], 0, reference.expected_sequence);
    }
    std::uint32_t some_unknown_kind() {
        constexpr std::array<std::uint32_t, 6> telling{0, 0x408, 0x40000, 0x80000400, 0xffffffff, 0x101};
        for (;;) {
            const std::uint64_t drawn = random.next();
            const auto kind =
                (drawn & 1U) != 0 ? telling[(drawn >> 32U) % telling.size()] : static_cast<std::uint32_t>(drawn >> 32U);
            if (!std::ranges::binary_search(reference.kinds, kind)) return kind;
        }
    }
    std::uint32_t some_padding() {
        const std::uint64_t drawn = random.next();
        const auto byte = std::max<std::uint32_t>(drawn & 0xffU, 1);
        const auto any = std::max<std::uint32_t>(static_cast<std::uint32_t>(drawn >> 32U), 1);
        return (drawn & 0x100U) != 0 ? any : byte << (drawn >> 9U & 3U) * 8;
    }
    void fill_random() {
        for (std::size_t at = 0; at < slot_bytes; at += 8) store_at(bytes, {at, 8}, random.next(), ByteOrder::little);
    }
    void reverse(const BytePlace& place) {
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(place.offset),
                     bytes.begin() + static_cast<std::ptrdiff_t>(place.offset + place.bytes));
    }
    /// Removes the padding, as a packed declaration does: all fields after it move to lower offsets.
    void pack() {
        const std::size_t begin = reference.packet.pad.offset;
        const std::size_t gone = reference.packet.pad.bytes;
        std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(begin + gone), bytes.begin() + slot_bytes,
                  bytes.begin() + static_cast<std::ptrdiff_t>(begin));
        length = slot_bytes - gone;
    }

    /// Fills `bytes` and `length` with the next case.
    void make(Mutation mutation) {
        const Reference::Places& at = reference.packet;
        length = slot_bytes;
        PacketFields fields;
        switch (mutation) {
        case Mutation::unknown_kind: fields = sealed(some_unknown_kind(), 0, reference.expected_sequence); break;
        case Mutation::padding:
            fields = sealed(reference.kinds[random.below(reference.kinds.size())], some_padding(),
                            reference.expected_sequence);
            break;
        case Mutation::early:
            fields = sealed(reference.kinds[random.below(reference.kinds.size())], 0,
                            reference.expected_sequence + 1 + random.below(3));
            break;
        case Mutation::replayed:
            fields = earlier_count == 0 ? sealed(reference.kinds[0], 0, 0)
                                        : earlier[random.below(std::min(earlier_count, earlier.size()))];
            break;
        default: fields = good(); break;
        }
        if (mutation == Mutation::forged_padding) fields.pad = some_padding();
        if (mutation == Mutation::other_key) fields.tag = tag_of(other_key(reference.key), fields);
        if (mutation == Mutation::swapped_id) std::swap(fields.sequence, fields.tag);
        write_packet(reference, fields, bytes);

        switch (mutation) {
        case Mutation::bit_flip: {
            const std::uint64_t bit = random.below(slot_bytes * 8);
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            break;
        }
        case Mutation::cut: length = random.below(slot_bytes); break;
        case Mutation::over_long:
            length = slot_bytes + 1 + random.below(longest_case_bytes - slot_bytes);
            for (std::size_t i = slot_bytes; i < length; i += 8) {
                store_at(bytes, {i, 8}, random.next(), ByteOrder::little);
            }
            break;
        case Mutation::swapped_halves: std::rotate(bytes.begin(), bytes.begin() + 16, bytes.begin() + 32); break;
        case Mutation::big_endian:
            for (const auto& place : {at.kind, at.pad, at.arg, BytePlace{at.sequence.offset, 16}}) reverse(place);
            break;
        case Mutation::packed: pack(); break;
        case Mutation::zero: std::ranges::fill(slot(), std::uint8_t{0}); break;
        case Mutation::ones: std::ranges::fill(slot(), std::uint8_t{0xff}); break;
        case Mutation::random: fill_random(); break;
        default: break;
        }
    }
};

}  // namespace

std::string_view describe(Mutation mutation) {
    const auto found = std::ranges::find(rows, mutation, &MutationRow::mutation);
    return found == rows.end() ? "unknown" : found->words;
}

Result<GeneratedSet> generate(const Layout& spec, const Protocol& protocol, std::uint64_t seed, std::uint64_t part,
                              std::size_t count) {
    Random random{seed};
    random.state = random.next() ^ part * 0xd1342543de82ef95;
    GeneratedSet made;
    CaseSet& set = made.cases;
    set.origin = fmt::format("generated by seed {}", seed);
    for (int i = 0; i < 16; ++i) set.key.push_back(static_cast<std::uint8_t>(random.next()));
    auto reference = make_reference(spec, protocol, set.key);
    if (!reference) return reference.problems;
    if (reference->packet_bytes != slot_bytes) {
        return Problem{{.file = spec.origin},
                       "",
                       fmt::format("a CmdPacket of {} bytes", slot_bytes),
                       std::to_string(reference->packet_bytes)};
    }
    auto writer = writer_for(set, protocol);
    if (!writer) return writer.problems;

    set.cases.reserve(count * (writer->header_bytes + slot_bytes + 1));
    set.offsets.reserve(count);
    set.expected.reserve(count * protocol.result_bytes());
    made.mutations.reserve(count);
    Generator generator{.reference = *reference, .random = random};
    Bytes result(protocol.result_bytes());
    for (std::size_t i = 0; i < count; ++i) {
        const Mutation mutation = weighted_mutations[generator.random.below(weighted_mutations.size())];
        generator.make(mutation);
        // The bytes as in the ring's slot: padded with zeros or cut.
        Slot slot = generator.bytes;
        for (std::size_t at = generator.length; at < slot_bytes; ++at) slot[at] = 0;
        const PacketFields fields = read_packet(generator.reference, slot);
        const std::uint32_t verdict = judge(generator.reference, fields);
        if (verdict != generator.reference.bad_tag) {
            generator.earlier[generator.earlier_count++ % generator.earlier.size()] = fields;
        }
        write_result(generator.reference, static_cast<std::uint32_t>(i), verdict, fields, result);
        add_case(*writer, std::span(generator.bytes).first(generator.length), {}, result);
        made.mutations.push_back(mutation);
    }
    set.label = [seed, mutations = made.mutations](std::size_t index) {
        return CaseLabel{fmt::format("case {} of seed {}: {}", index, seed, describe(mutations[index])), {}};
    };
    return made;
}

namespace {

std::uint32_t verdict_at(const GeneratedSet& set, const Reference& reference, std::size_t index) {
    const auto result = std::span(set.cases.expected).subspan(index * reference.result_bytes, reference.result_bytes);
    std::uint32_t verdict = 0;
    for (std::size_t i = 4; i-- > 0;) verdict = verdict << 8U | result[reference.result_verdict.offset + i];
    return verdict;
}

nlohmann::ordered_json fixture_of(const GeneratedSet& set, const Layout& spec, const Protocol& protocol,
                                  const Reference& reference, std::size_t index, const std::string& name,
                                  const std::string& doc) {
    const Record& packet = *find_record(spec, "CmdPacket");
    const auto bytes = bytes_of_case(set.cases, protocol, index);
    Bytes slot(bytes.begin(), bytes.end());
    slot.resize(reference.packet_bytes);
    nlohmann::ordered_json fields;
    if (const auto values = decode(spec, packet, slot, spec.byte_order)) {
        for (const auto& value : *values) fields[value.path] = to_string(value.value);
    }
    const auto& verdicts = find_enum(spec, "Verdict")->enumerators;
    const Integer verdict{verdict_at(set, reference, index)};
    nlohmann::ordered_json fixture;
    fixture["name"] = name;
    if (!doc.empty()) fixture["doc"] = doc;
    fixture["bytes"] = to_hex(bytes, 8);
    fixture["verdict"] = std::ranges::find(verdicts, verdict, &Enumerator::value)->name;
    fixture["fields"] = std::move(fields);
    return fixture;
}

/// The cases before `index` with a valid tag: those that advance the ring's sequence.
std::vector<std::size_t> counted_before(const GeneratedSet& set, const Reference& reference, std::size_t index) {
    std::vector<std::size_t> counted;
    for (std::size_t i = 0; i < index; ++i) {
        if (verdict_at(set, reference, i) != reference.bad_tag) counted.push_back(i);
    }
    return counted;
}

}  // namespace

std::string to_fixture(const GeneratedSet& set, const Layout& spec, const Protocol& protocol, std::size_t index,
                       const std::string& name) {
    const auto reference = make_reference(spec, protocol, set.cases.key);
    if (!reference) return {};
    const std::size_t before = counted_before(set, *reference, index).size();
    const std::string doc = before == 0 ? "" : fmt::format("Only valid if the ring expects sequence {}.", before + 1);
    return fixture_of(set, spec, protocol, *reference, index, name, doc).dump(2);
}

std::string to_fixture_file(const GeneratedSet& set, const Layout& spec, const Protocol& protocol, std::size_t index,
                            const std::string& doc, std::size_t most_before) {
    const auto reference = make_reference(spec, protocol, set.cases.key);
    if (!reference) return {};
    nlohmann::ordered_json file;
    file["doc"] = doc;
    file["record"] = "CmdPacket";
    file["key"] = to_hex(set.cases.key, 4);
    auto indices = counted_before(set, *reference, index);
    if (indices.size() > most_before) return {};
    indices.push_back(index);
    for (const std::size_t at : indices) {
        file["cases"].push_back(fixture_of(set, spec, protocol, *reference, at, set.cases.label(at).name, ""));
    }
    return file.dump(2) + "\n";
}

}  // namespace abi
