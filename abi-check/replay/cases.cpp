#include "replay/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "codec/scalars.h"

namespace abi {
namespace {

constexpr std::size_t case_alignment_bytes = 8;

std::uint64_t load_at(std::span<const std::uint8_t> record, const BytePlace& place, ByteOrder order) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < place.bytes; ++i) {
        const std::size_t at = order == ByteOrder::little ? place.bytes - 1 - i : i;
        value = value << 8U | record[place.offset + at];
    }
    return value;
}

/// Fails for each field of the fixtures' record that ReplayResult does not have.
std::vector<Problem> check_comparable(const FixtureSet& fixtures, const Protocol& protocol) {
    std::vector<Problem> problems;
    const auto answer =
        decode(*protocol.layout, *protocol.result, Bytes(protocol.result_bytes()), protocol.layout->byte_order);
    if (fixtures.cases.empty()) problems.push_back({{.file = fixtures.path}, "/cases", "at least one case", "none"});
    if (!answer || fixtures.cases.empty()) return problems;
    for (const auto& field : fixtures.cases[0].fields) {
        if (find_value(*answer, field.path) == nullptr) {
            problems.push_back(
                {protocol.result->place, "",
                 fmt::format("a field {}.{} to compare with {}", protocol.result->name, field.path, fixtures.record),
                 "none"});
        }
    }
    return problems;
}

}  // namespace

Result<BytePlace> place_of(const Layout& layout, const Record& record, std::string_view path) {
    const auto scalars = scalars_of(layout, record);
    if (!scalars) return scalars.problems;
    const auto found = std::ranges::find(*scalars, path, &Scalar::path);
    const std::string name = fmt::format("{}.{}", record.name, path);
    if (found == scalars->end()) return Problem{{.file = layout.origin}, "", "a field " + name, "none"};
    if (found->offset_bits % 8 != 0 || found->width_bits % 8 != 0) {
        return Problem{{.file = layout.origin}, "", name + " to fill whole bytes", "a bit-field"};
    }
    return BytePlace{static_cast<std::size_t>(found->offset_bits / 8), static_cast<std::size_t>(found->width_bits / 8)};
}

void store_at(std::span<std::uint8_t> record, const BytePlace& place, std::uint64_t value, ByteOrder order) {
    for (std::size_t i = 0; i < place.bytes; ++i, value >>= 8U) {
        record[place.offset + (order == ByteOrder::little ? i : place.bytes - 1 - i)] =
            static_cast<std::uint8_t>(value);
    }
}

Result<CaseWriter> writer_for(CaseSet& set, const Protocol& protocol) {
    const Record& entry = *protocol.entry;
    const auto index = place_of(*protocol.layout, entry, "index");
    const auto length = place_of(*protocol.layout, entry, "length");
    const auto flags = place_of(*protocol.layout, entry, "flags");
    for (const auto* place : {&index, &length, &flags}) {
        if (!*place) return place->problems;
    }
    return CaseWriter{set,    protocol.layout->byte_order, static_cast<std::size_t>(*entry.size_bytes), *index, *length,
                      *flags, protocol.fresh_boot.low};
}

void add_case(CaseWriter& writer, std::span<const std::uint8_t> bytes, bool fresh_boot,
              std::span<const std::uint8_t> expected) {
    CaseSet& set = writer.set;
    const std::size_t begin = set.cases.size();
    const std::size_t end = begin + writer.header_bytes + bytes.size();
    // The blob's header is a multiple of 8 bytes, so alignment here is alignment in the blob.
    set.cases.resize((end + case_alignment_bytes - 1) / case_alignment_bytes * case_alignment_bytes);
    const auto header = std::span(set.cases).subspan(begin, writer.header_bytes);
    const bool resets = fresh_boot && !set.offsets.empty();  // the first case always has a fresh machine
    store_at(header, writer.index, set.offsets.size(), writer.order);
    store_at(header, writer.length, bytes.size(), writer.order);
    if (resets) {
        store_at(header, writer.flags, writer.fresh_boot, writer.order);
        set.fresh.push_back(static_cast<std::uint32_t>(set.offsets.size()));
    }
    std::ranges::copy(bytes, set.cases.begin() + static_cast<std::ptrdiff_t>(begin + writer.header_bytes));
    set.offsets.push_back(static_cast<std::uint32_t>(begin));
    set.expected.insert(set.expected.end(), expected.begin(), expected.end());
}

std::span<const std::uint8_t> bytes_of_case(const CaseSet& set, const Protocol& protocol, std::size_t index) {
    const auto header_bytes = static_cast<std::size_t>(*protocol.entry->size_bytes);
    const auto header = std::span(set.cases).subspan(set.offsets[index], header_bytes);
    const auto place = place_of(*protocol.layout, *protocol.entry, "length");
    const auto length = place ? load_at(header, *place, protocol.layout->byte_order) : 0;
    return std::span(set.cases).subspan(set.offsets[index] + header_bytes, static_cast<std::size_t>(length));
}

Result<CaseSet> cases_of(const FixtureSet& fixtures, const Layout& spec, const Protocol& protocol) {
    const Enum* verdicts = find_enum(spec, "Verdict");
    if (verdicts == nullptr) return Problem{{.file = spec.origin}, "", "an enum Verdict", "none"};
    if (auto problems = check_comparable(fixtures, protocol); !problems.empty()) return problems;

    CaseSet set;
    set.origin = fixtures.path;
    set.key = fixtures.key;
    set.label = [&fixtures](std::size_t index) {
        return CaseLabel{fixtures.cases[index].name, fixtures.cases[index].place};
    };
    auto writer = writer_for(set, protocol);
    if (!writer) return writer.problems;
    for (std::size_t i = 0; i < fixtures.cases.size(); ++i) {
        const FixtureCase& fixture = fixtures.cases[i];
        const auto verdict = std::ranges::find(verdicts->enumerators, fixture.verdict, &Enumerator::name);
        if (verdict == verdicts->enumerators.end()) {
            return Problem{fixture.place, "", "an enumerator of " + verdicts->name, fixture.verdict};
        }
        auto values = fixture.fields;
        values.push_back({"index", {i}});
        values.push_back({"verdict", verdict->value});
        const auto expected = encode(*protocol.layout, *protocol.result, values, protocol.layout->byte_order);
        if (!expected) return expected.problems;
        add_case(*writer, fixture.bytes, fixture.fresh_boot, *expected);
    }
    return set;
}

CaseSet part_of(const CaseSet& set, const Protocol& protocol, std::size_t begin, std::size_t end) {
    CaseSet part;
    part.origin = set.origin;
    part.key = set.key;
    part.label = [label = set.label, begin](std::size_t index) { return label(begin + index); };
    auto writer = writer_for(part, protocol);
    const auto index = place_of(*protocol.layout, *protocol.result, "index");
    const std::size_t size = protocol.result_bytes();
    for (std::size_t i = begin; writer && index && i < end; ++i) {
        Bytes expected(set.expected.begin() + static_cast<std::ptrdiff_t>(i * size),
                       set.expected.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
        store_at(expected, *index, i - begin, protocol.layout->byte_order);
        add_case(*writer, bytes_of_case(set, protocol, i), false, expected);
    }
    return part;
}

}  // namespace abi
