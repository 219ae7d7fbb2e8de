#include "replay/generate_any.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "codec/scalars.h"
#include "replay/random.h"

namespace abi {
namespace {

/// How a case differs from a packet in which all is as the spec asks.
enum class Change : std::uint8_t { none, extreme, bit_flip, padding, cut, over_long, zero, ones, noise };

struct ChangeRow {
    Change change;
    std::string_view words;
};

/// Each as often as it is drawn.
constexpr std::array rows{
    ChangeRow{Change::none, "values of the spec"},
    ChangeRow{Change::none, "values of the spec"},
    ChangeRow{Change::none, "values of the spec"},
    ChangeRow{Change::none, "values of the spec"},
    ChangeRow{Change::extreme, "one extreme value"},
    ChangeRow{Change::extreme, "one extreme value"},
    ChangeRow{Change::extreme, "one extreme value"},
    ChangeRow{Change::bit_flip, "one bit flipped"},
    ChangeRow{Change::bit_flip, "one bit flipped"},
    ChangeRow{Change::padding, "padding that is not zero"},
    ChangeRow{Change::cut, "cut short"},
    ChangeRow{Change::over_long, "longer than the record"},
    ChangeRow{Change::zero, "all zero"},
    ChangeRow{Change::ones, "all ones"},
    ChangeRow{Change::noise, "noise"},
};

struct Generator {
    const Layout& spec;
    const Record& record;
    const std::vector<Scalar>& scalars;
    Random random;

    std::size_t size() const { return static_cast<std::size_t>(*record.size_bytes); }

    Integer any_of_width(std::uint64_t width_bits) {
        Integer value{random.next(), random.next()};
        if (width_bits < 128)
            value.high = width_bits <= 64 ? 0 : value.high & ((std::uint64_t{1} << (width_bits - 64)) - 1);
        if (width_bits < 64) value.low &= (std::uint64_t{1} << width_bits) - 1;
        return value;
    }

    /// 0, 1, the largest, the sign bit alone, the largest but one.
    Integer extreme(std::uint64_t width_bits) {
        const std::uint64_t wide = std::min<std::uint64_t>(width_bits, 64);
        const std::uint64_t most = wide == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << wide) - 1;
        const std::array<std::uint64_t, 5> values{0, 1, most, std::uint64_t{1} << (wide - 1), most - 1};
        return {values[random.below(values.size())]};
    }

    Integer sensible(const Scalar& scalar) {
        const Enum* values = scalar.field == nullptr ? nullptr : find_enum(spec, scalar.field->type.name);
        const std::uint64_t drawn = random.below(8);
        if (values != nullptr && !values->enumerators.empty() && drawn != 0) {
            return values->enumerators[random.below(values->enumerators.size())].value;
        }
        if (drawn < 3) return {random.below(16)};
        return any_of_width(scalar.width_bits);
    }

    void store(Bytes& bytes, const Scalar& scalar, Integer value) {
        if (value.negative) {  // two's complement
            value.low = ~value.low + 1;
            value.high = ~value.high + (value.low == 0 ? 1 : 0);
        }
        const ByteOrder order = scalar.byte_order.value_or(spec.byte_order);
        for (std::uint64_t bit = 0; bit < scalar.width_bits; ++bit) {
            const std::uint64_t from =
                order == ByteOrder::big && scalar.offset_bits % 8 == 0 && scalar.width_bits % 8 == 0
                    ? (scalar.width_bits / 8 - 1 - bit / 8) * 8 + bit % 8
                    : bit;
            const std::uint64_t word = from < 64 ? value.low : value.high;
            const std::uint64_t at = scalar.offset_bits + bit;
            const auto mask = static_cast<std::uint8_t>(1U << at % 8);
            bytes[at / 8] =
                (word >> from % 64 & 1U) != 0 ? bytes[at / 8] | mask : static_cast<std::uint8_t>(bytes[at / 8] & ~mask);
        }
    }

    static bool is_filler(const Scalar& scalar) {
        return scalar.role == Role::padding || scalar.role == Role::reserved;
    }

    Bytes sensible_packet() {
        Bytes bytes(size());
        for (const auto& scalar : scalars) {
            if (!is_filler(scalar)) store(bytes, scalar, sensible(scalar));
        }
        return bytes;
    }

    /// Fills declared padding and bytes that no field covers, or reserved fields.
    void fill_padding(Bytes& bytes) {
        Bytes covered(bytes.size());
        for (const auto& scalar : scalars) {
            if (is_filler(scalar)) continue;
            for (std::uint64_t bit = scalar.offset_bits; bit < scalar.offset_bits + scalar.width_bits; ++bit) {
                covered[bit / 8] |= static_cast<std::uint8_t>(1U << bit % 8);
            }
        }
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] |= static_cast<std::uint8_t>(random.next() & ~covered[i] & 0xffU);
        }
    }

    Bytes noise(std::size_t count) {
        Bytes bytes(count);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next() >> 32U);
        return bytes;
    }

    Bytes make(Change change) {
        Bytes bytes = sensible_packet();
        switch (change) {
        case Change::none: break;
        case Change::extreme: {
            const Scalar& scalar = scalars[random.below(scalars.size())];
            store(bytes, scalar, extreme(scalar.width_bits));
            break;
        }
        case Change::bit_flip: {
            const std::uint64_t bit = random.below(bytes.size() * 8);
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            break;
        }
        case Change::padding: fill_padding(bytes); break;
        case Change::cut: bytes.resize(random.below(bytes.size())); break;
        case Change::over_long: {
            const Bytes more = noise(1 + random.below(32));
            bytes.insert(bytes.end(), more.begin(), more.end());
            break;
        }
        case Change::zero: std::ranges::fill(bytes, std::uint8_t{0}); break;
        case Change::ones: std::ranges::fill(bytes, std::uint8_t{0xff}); break;
        case Change::noise: bytes = noise(bytes.size()); break;
        }
        return bytes;
    }
};

/// The fields of the answer that the spec decodes, as bits that are compared.
struct Decoded {
    const Layout& spec;
    const Record& record;
    const Protocol& protocol;
    const std::optional<std::vector<std::string>>& asked;  // nothing: all
    std::vector<std::string> paths{};
    Bytes compared{};

    void find_paths(const std::vector<Scalar>& packet, const std::vector<Scalar>& result) {
        compared.assign(protocol.result_bytes(), 0);
        for (const auto& scalar : result) {
            const bool is_index = scalar.path == "index";
            if (!is_index && std::ranges::find(packet, scalar.path, &Scalar::path) == packet.end()) continue;
            if (!is_index && asked && std::ranges::find(*asked, scalar.path) == asked->end()) continue;
            if (!is_index) paths.push_back(scalar.path);
            for (std::uint64_t bit = scalar.offset_bits; bit < scalar.offset_bits + scalar.width_bits; ++bit) {
                compared[bit / 8] |= static_cast<std::uint8_t>(1U << bit % 8);
            }
        }
    }

    Result<Bytes> expected(const Bytes& bytes, std::size_t index) const {
        Bytes slot = bytes;
        slot.resize(*record.size_bytes);
        const auto values = decode(spec, record, slot, spec.byte_order);
        if (!values) return values.problems;
        std::vector<FieldValue> wanted{{"index", {index}}};
        for (const auto& value : *values) {
            if (std::ranges::find(paths, value.path) != paths.end()) wanted.push_back({value.path, value.value});
        }
        return encode(*protocol.layout, *protocol.result, wanted, protocol.layout->byte_order);
    }
};

}  // namespace

Result<CaseSet> generate_any(const Layout& spec, const AnyRecord& of, const Protocol& protocol, std::uint64_t seed,
                             std::uint64_t part, std::size_t count) {
    const Record& record = of.record;
    const auto scalars = scalars_of(spec, record);
    if (!scalars) return scalars.problems;
    const auto of_result = scalars_of(*protocol.layout, *protocol.result);
    if (!of_result) return of_result.problems;
    if (scalars->empty() || record.size_bytes.value_or(0) == 0) {
        return Problem{record.place, "", "a record with fields", record.name + " without any"};
    }
    CaseSet set;
    set.origin = fmt::format("generated by seed {}", seed);
    set.key.resize(16);
    auto writer = writer_for(set, protocol);
    if (!writer) return writer.problems;
    Random random{seed};
    random.state = random.next() ^ part * 0xd1342543de82ef95;
    Generator generator{spec, record, *scalars, random};
    Decoded decoded{spec, record, protocol, of.decoded};
    decoded.find_paths(*scalars, *of_result);
    std::vector<std::uint8_t> changes;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t row = generator.random.below(rows.size());
        const Bytes bytes = generator.make(rows[row].change);
        const auto expected = decoded.expected(bytes, i);
        if (!expected) return expected.problems;
        add_case(*writer, bytes, {}, *expected);
        set.compared.insert(set.compared.end(), decoded.compared.begin(), decoded.compared.end());
        changes.push_back(static_cast<std::uint8_t>(row));
    }
    set.label = [seed, changes](std::size_t index) {
        return CaseLabel{fmt::format("case {} of seed {}: {}", index, seed, rows[changes[index]].words), {}};
    };
    return set;
}

std::size_t expect_answers(CaseSet& set, const Protocol& protocol, const SetResult& of) {
    const std::size_t size = protocol.result_bytes();
    std::size_t missing = 0;
    for (std::size_t i = 0; i < set.count(); ++i) {
        if (!of.answered[i]) {
            ++missing;
            continue;
        }
        for (std::size_t at = i * size; at < (i + 1) * size; ++at) {
            const std::uint8_t known = set.compared[at];
            set.expected[at] = static_cast<std::uint8_t>((set.expected[at] & known) | (of.answers[at] & ~known));
            set.compared[at] = 0xff;
        }
    }
    return missing;
}

namespace {

nlohmann::ordered_json fixture_json(const CaseSet& set, const Layout& spec, const Record& record,
                                    const Protocol& protocol, std::size_t index) {
    const auto bytes = bytes_of_case(set, protocol, index);
    nlohmann::ordered_json fixture;
    fixture["name"] = set.label(index).name;
    fixture["bytes"] = to_hex(bytes, 8);
    const std::size_t size = protocol.result_bytes();
    const auto expected = std::span(set.expected).subspan(index * size, size);
    const auto compared = std::span(set.compared).subspan(index * size, size);
    nlohmann::ordered_json answer = nlohmann::ordered_json::object();
    Bytes slot(bytes.begin(), bytes.end());
    slot.resize(*record.size_bytes);
    const auto fields = decode(spec, record, slot, spec.byte_order);
    const auto values = decode(*protocol.layout, *protocol.result, expected, protocol.layout->byte_order);
    for (std::size_t i = 0; values && fields && i < values->size(); ++i) {
        const auto& [path, value, offset, width] = (*values)[i];
        const bool is_compared = (compared[offset / 8] >> offset % 8 & 1U) != 0;
        const bool is_field = find_value(*fields, path) != nullptr;
        if (!is_compared || path == "index" || (is_field && find_value(*fields, path)->low == value.low)) continue;
        if (path != "verdict") {
            answer[path] = to_string(value);
            continue;
        }
        const Enum* verdicts = find_enum(spec, set.verdicts);
        const auto named = verdicts == nullptr ? std::vector<Enumerator>() : verdicts->enumerators;
        const auto found = std::ranges::find(named, value, &Enumerator::value);
        if (found != named.end()) {
            fixture["verdict"] = found->name;
        } else {
            answer[path] = to_string(value);
        }
    }
    for (std::size_t i = 0; fields && i < fields->size(); ++i) {
        fixture["fields"][(*fields)[i].path] = to_string((*fields)[i].value);
    }
    if (!answer.empty() || !fixture.contains("verdict")) fixture["answer"] = std::move(answer);
    return fixture;
}

}  // namespace

std::string any_fixture(const CaseSet& set, const Layout& spec, const Record& record, const Protocol& protocol,
                        std::size_t index) {
    return fixture_json(set, spec, record, protocol, index).dump(2);
}

std::string any_fixture_file(const CaseSet& set, const Layout& spec, const FixtureHead& head, const Protocol& protocol,
                             std::size_t index) {
    nlohmann::ordered_json file{{"doc", head.doc}, {"record", head.record}};
    if (!head.result.empty()) file["result"] = head.result;
    if (!head.verdicts.empty()) file["verdicts"] = head.verdicts;
    if (head.decoded) file["decoded"] = *head.decoded;
    file["cases"].push_back(fixture_json(set, spec, *find_record(spec, head.record), protocol, index));
    return file.dump(2) + "\n";
}

}  // namespace abi
