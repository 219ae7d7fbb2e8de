#include "replay/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

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

/// Whether the answer's field of this name is the packet's, as the target decoded it.
bool is_decoded(const FixtureSet& fixtures, std::string_view path) {
    return !fixtures.decoded || std::ranges::find(*fixtures.decoded, path) != fixtures.decoded->end();
}

/// A problem for each field that should be compared and that the record of results does not have.
std::vector<Problem> check_comparable(const FixtureSet& fixtures, const Protocol& protocol,
                                      const std::vector<Scalar>& scalars) {
    std::vector<Problem> problems;
    const auto require = [&](std::string_view path) {
        if (std::ranges::find(scalars, path, &Scalar::path) != scalars.end()) return;
        problems.push_back(
            {protocol.result->place, "",
             fmt::format("a field {}.{} to compare with {}{}", protocol.result->name, path, fixtures.record,
                         fixtures.decoded ? "" : ", or \"decoded\" with the fields to compare"),
             "none"});
    };
    for (const auto& field : fixtures.cases[0].fields) {
        if (is_decoded(fixtures, field.path)) require(field.path);
    }
    for (const auto& path : fixtures.decoded.value_or(std::vector<std::string>())) {
        if (find_value(fixtures.cases[0].fields, path) != nullptr) continue;
        problems.push_back(
            {{.file = fixtures.path}, "/decoded", "fields of the record " + fixtures.record, "\"" + path + "\""});
    }
    return problems;
}

/// What a fixture expects of an answer: values, and which bits they cover.
struct Expectation {
    const FixtureSet& fixtures;
    const Protocol& protocol;
    const std::vector<Scalar>& scalars;  // of the record of results
    const Enum* verdicts = nullptr;
    std::vector<FieldValue> values{};
    Bytes compared{};
    std::vector<Problem> problems{};

    void cover(const Scalar& scalar) {
        // The bits are counted as codec/ does: in little-endian from the least significant bit of a byte.
        for (std::uint64_t bit = scalar.offset_bits; bit < scalar.offset_bits + scalar.width_bits; ++bit) {
            compared[bit / 8] |= static_cast<std::uint8_t>(1U << bit % 8);
        }
    }

    void expect(const Scalar& scalar, const Integer& value) {
        std::erase_if(values, [&](const FieldValue& other) { return other.path == scalar.path; });
        values.push_back({scalar.path, value});
        cover(scalar);
    }

    const Scalar* find(std::string_view path) const {
        const auto found = std::ranges::find(scalars, path, &Scalar::path);
        return found == scalars.end() ? nullptr : &*found;
    }

    void expect_answer(const ExpectedField& field) {
        const std::string name = protocol.result->name + "." + field.path;
        if (const Scalar* scalar = find(field.path)) {
            const auto value = parse_integer(field.text);
            if (value) return expect(*scalar, *value);
            problems.push_back({field.place, field.pointer, "an integer such as -22 or \"0x400\"", field.text});
            return;
        }
        std::vector<const Scalar*> elements;
        for (const auto& scalar : scalars) {
            if (scalar.path.starts_with(field.path + "[") && scalar.width_bits == 8) elements.push_back(&scalar);
        }
        if (elements.empty()) {
            problems.push_back({field.place, field.pointer, "a field of " + protocol.result->name, field.path});
            return;
        }
        const auto bytes = parse_hex(field.text);
        if (!bytes || bytes->size() != elements.size()) {
            problems.push_back({field.place, field.pointer, fmt::format("the {} bytes of {}", elements.size(), name),
                                bytes ? std::to_string(bytes->size()) : bytes.problems[0].found});
            return;
        }
        for (std::size_t i = 0; i < elements.size(); ++i) expect(*elements[i], {(*bytes)[i]});
    }

    void expect_verdict(const FixtureCase& fixture) {
        const Scalar* scalar = find("verdict");
        if (fixture.verdict.empty() || scalar == nullptr) return;
        if (verdicts != nullptr) {
            const auto named = std::ranges::find(verdicts->enumerators, fixture.verdict, &Enumerator::name);
            if (named != verdicts->enumerators.end()) return expect(*scalar, named->value);
        }
        const auto number = parse_integer(fixture.verdict);
        if (number) return expect(*scalar, *number);
        problems.push_back({fixture.place, "", "an enumerator of " + fixtures.verdicts, fixture.verdict});
    }
};

/// All bits that no field covers: they must be zero.
Bytes bits_between(const std::vector<Scalar>& scalars, std::size_t size_bytes) {
    Bytes bits(size_bytes, 0xff);
    for (const auto& scalar : scalars) {
        if (scalar.role == Role::padding || scalar.role == Role::reserved) continue;
        for (std::uint64_t bit = scalar.offset_bits; bit < scalar.offset_bits + scalar.width_bits; ++bit) {
            bits[bit / 8] &= static_cast<std::uint8_t>(~(1U << bit % 8));
        }
    }
    return bits;
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
    return CaseWriter{.set = set,
                      .order = protocol.layout->byte_order,
                      .header_bytes = static_cast<std::size_t>(*entry.size_bytes),
                      .index = *index,
                      .length = *length,
                      .flags = *flags,
                      .fresh_boot = protocol.fresh_boot.low,
                      .more = protocol.more.low};
}

void add_case(CaseWriter& writer, std::span<const std::uint8_t> bytes, const CaseFlags& flags,
              std::span<const std::uint8_t> expected) {
    CaseSet& set = writer.set;
    const std::size_t begin = set.cases.size();
    const std::size_t end = begin + writer.header_bytes + bytes.size();
    // The blob's header is a multiple of 8 bytes, so alignment here is alignment in the blob.
    set.cases.resize((end + case_alignment_bytes - 1) / case_alignment_bytes * case_alignment_bytes);
    const auto header = std::span(set.cases).subspan(begin, writer.header_bytes);
    const std::size_t number = set.offsets.size();
    const bool resets = flags.fresh_boot && number != 0;  // the first case always has a fresh machine
    store_at(header, writer.index, number, writer.order);
    store_at(header, writer.length, bytes.size(), writer.order);
    store_at(header, writer.flags, (resets ? writer.fresh_boot : 0) | (flags.more ? writer.more : 0), writer.order);
    if (resets) set.fresh.push_back(static_cast<std::uint32_t>(number));
    if (flags.more) set.more.resize(number + 1);
    if (flags.more) set.more[number] = true;
    if (flags.optional) set.optional.resize(number + 1);
    if (flags.optional) set.optional[number] = true;
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

std::vector<std::string> fields_not_compared(const FixtureSet& fixtures) {
    std::vector<std::string> left_out;
    if (fixtures.cases.empty()) return left_out;
    for (const auto& field : fixtures.cases[0].fields) {
        if (!is_decoded(fixtures, field.path)) left_out.push_back(field.path);
    }
    return left_out;
}

Result<CaseSet> cases_of(const FixtureSet& fixtures, const Layout& spec, const Protocol& protocol) {
    if (fixtures.cases.empty()) return Problem{{.file = fixtures.path}, "/cases", "at least one case", "none"};
    const auto scalars = scalars_of(*protocol.layout, *protocol.result);
    if (!scalars) return scalars.problems;
    if (auto problems = check_comparable(fixtures, protocol, *scalars); !problems.empty()) return problems;
    CaseSet set;
    set.origin = fixtures.path;
    set.key = fixtures.key;
    set.verdicts = fixtures.verdicts;
    set.label = [&fixtures](std::size_t index) {
        return CaseLabel{fixtures.cases[index].name, fixtures.cases[index].place};
    };
    auto writer = writer_for(set, protocol);
    if (!writer) return writer.problems;
    const Bytes between = bits_between(*scalars, protocol.result_bytes());
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < fixtures.cases.size(); ++i) {
        const FixtureCase& fixture = fixtures.cases[i];
        Expectation expected{fixtures, protocol, *scalars, find_enum(spec, fixtures.verdicts)};
        expected.compared = between;
        expected.expect(*expected.find("index"), {i});
        for (const auto& field : fixture.fields) {
            const Scalar* scalar = expected.find(field.path);
            if (scalar != nullptr && is_decoded(fixtures, field.path)) expected.expect(*scalar, field.value);
        }
        expected.expect_verdict(fixture);
        for (const auto& field : fixture.answer) expected.expect_answer(field);
        const auto bytes = encode(*protocol.layout, *protocol.result, expected.values, protocol.layout->byte_order);
        std::ranges::move(expected.problems, std::back_inserter(problems));
        for (auto problem : bytes.problems) {
            problem.place = fixture.place;
            problems.push_back(std::move(problem));
        }
        if (!problems.empty()) continue;
        add_case(*writer, fixture.bytes, {fixture.fresh_boot, fixture.more, fixture.optional}, *bytes);
        set.compared.insert(set.compared.end(), expected.compared.begin(), expected.compared.end());
    }
    if (!problems.empty()) return problems;
    return set;
}

CaseSet part_of(const CaseSet& set, const Protocol& protocol, std::size_t begin, std::size_t end) {
    CaseSet part;
    part.origin = set.origin;
    part.key = set.key;
    part.verdicts = set.verdicts;
    part.label = [label = set.label, begin](std::size_t index) { return label(begin + index); };
    auto writer = writer_for(part, protocol);
    const auto index = place_of(*protocol.layout, *protocol.result, "index");
    const std::size_t size = protocol.result_bytes();
    auto fresh = std::ranges::lower_bound(set.fresh, begin);
    for (std::size_t i = begin; writer && index && i < end; ++i) {
        Bytes expected(set.expected.begin() + static_cast<std::ptrdiff_t>(i * size),
                       set.expected.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
        store_at(expected, *index, i - begin, protocol.layout->byte_order);
        const bool is_fresh = fresh != set.fresh.end() && *fresh == i;
        if (is_fresh) ++fresh;
        const CaseFlags flags{is_fresh, is_set(set.more, i), is_set(set.optional, i)};
        add_case(*writer, bytes_of_case(set, protocol, i), flags, expected);
    }
    if (!set.compared.empty()) {
        part.compared.assign(set.compared.begin() + static_cast<std::ptrdiff_t>(begin * size),
                             set.compared.begin() + static_cast<std::ptrdiff_t>(end * size));
    }
    return part;
}

std::size_t end_of_case(const CaseSet& set, std::size_t index) {
    while (index < set.more.size() && set.more[index]) ++index;
    return std::min(index + 1, set.count());
}

}  // namespace abi
