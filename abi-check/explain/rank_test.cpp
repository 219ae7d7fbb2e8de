#include "explain/rank.h"

#include <doctest/doctest.h>

#include <cmath>

#include "codec/fields.h"
#include "test/declare.h"

namespace {

namespace test = abi::test;

/// A packet whose body is a union of a number and text. `text_first` swaps the order of the members.
abi::Layout message(bool text_first) {
    abi::Record body =
        test::record("Body", 16, 8, {test::field("number", test::u(64), 0), test::field("text", test::bytes(16), 0)});
    body.kind = abi::RecordKind::union_;
    if (text_first) std::swap(body.fields[0], body.fields[1]);
    abi::Record packet =
        test::record("Message", 24, 8, {test::field("sequence", test::u(64), 0), test::field("body", {}, 8)});
    packet.fields[1].type.kind = abi::Kind::record;
    packet.fields[1].type.name = "Body";
    abi::Layout layout;
    layout.records = {packet, body};
    return layout;
}

/// Packets whose bodies hold text, different in each packet, or a number.
abi::Bytes packets(bool with_text) {
    abi::Bytes all;
    for (unsigned i = 0; i < 4; ++i) {
        abi::Bytes bytes(24, 0);
        bytes[0] = static_cast<std::uint8_t>(i + 1);
        for (unsigned at = 0; with_text && at < 15; ++at) {
            bytes[8 + at] = static_cast<std::uint8_t>('a' + (at * 7 + i * 11 + at * i * 3) % 26);
        }
        if (!with_text) bytes[10] = static_cast<std::uint8_t>(1 + i * i);
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return all;
}

double bits_of(const abi::Layout& layout, const abi::Bytes& bytes, std::vector<double>* by_slot = nullptr) {
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    const auto candidates = abi::candidates_of(sources);
    const std::vector<std::span<const std::uint8_t>> chunks{bytes};
    const auto ranking = abi::rank(std::span(candidates).first(1), chunks, {});
    REQUIRE_FALSE(ranking.fits.empty());
    if (by_slot != nullptr) *by_slot = abi::evidence_by_slot(ranking.fits[0], chunks, {});
    return ranking.fits[0].bits;
}

}  // namespace

TEST_CASE("The member of a union that explains the bytes best counts, whichever is declared first") {
    for (const auto& bytes : {packets(true), packets(false)}) {
        CHECK(bits_of(message(false), bytes) == doctest::Approx(bits_of(message(true), bytes)));
    }
}

TEST_CASE("The choice of a union's member costs log2 of the number of members") {
    auto with = message(true);
    auto without = with;
    without.records[1].fields.pop_back();
    const auto bytes = packets(true);
    CHECK(bits_of(with, bytes) == doctest::Approx(bits_of(without, bytes) - 4 * std::log2(2)));
}

TEST_CASE("The other members of a union give no evidence") {
    std::vector<double> by_slot;
    const double bits = bits_of(message(false), packets(true), &by_slot);
    REQUIRE(by_slot.size() == 4);  // sequence, number, the unnamed rest of the union, text
    CHECK(by_slot[1] == 0);
    CHECK(by_slot[2] == 0);
    CHECK(by_slot[3] > 20);
    CHECK(by_slot[0] + by_slot[3] > bits);
}

TEST_CASE("The start of the bytes is free, another start costs, and one that the alignment forbids costs more") {
    abi::Layout layout;
    layout.records = {
        test::record("Cell", 16, 8, {test::field("number", test::u(64), 0), test::field("code", test::u(64), 8)})};
    abi::Bytes bytes;
    for (unsigned i = 0; i < 4; ++i) {
        abi::Bytes cell(16, 0);
        cell[0] = static_cast<std::uint8_t>(0x21 + i * i);
        cell[1] = static_cast<std::uint8_t>(0x40 + i * 7);
        cell[8] = static_cast<std::uint8_t>(0x61 + i * 3);
        bytes.insert(bytes.end(), cell.begin(), cell.end());
    }
    const auto behind = [&](unsigned others) {
        auto all = abi::Bytes(others, 0xA7);
        all.insert(all.end(), bytes.begin(), bytes.end());
        return bits_of(layout, all);
    };
    CHECK(behind(0) > behind(8) + 2);
    CHECK(behind(8) == doctest::Approx(behind(16)).epsilon(0.1));
    CHECK(behind(8) > behind(5) + 3);
}

TEST_CASE("Bytes that are a whole number of packets are evidence for the size of the packet") {
    abi::Layout layout;
    layout.records = {
        test::record("Odd", 7, 1, {test::field("rest", test::bytes(5), 0), test::field("code", test::u(16), 5)})};
    layout.records[0].fields[0].role = abi::Role::padding;
    abi::Bytes bytes(21, 0);
    bytes[5] = bytes[12] = bytes[19] = 0x31;
    const double whole = bits_of(layout, bytes);
    bytes.push_back(0x99);
    CHECK(whole == doctest::Approx(bits_of(layout, bytes) + 5 + std::log2(7)));
}

TEST_CASE("Packets of zeros around the others are memory, and no evidence that the bytes were cut out") {
    abi::Layout layout;
    layout.records = {
        test::record("Cell", 16, 8, {test::field("number", test::u(64), 0), test::field("code", test::u(64), 8)})};
    abi::Bytes cell(16, 0);
    cell[0] = 0x21;
    cell[8] = 0x61;
    abi::Bytes all(16, 0);
    all.insert(all.end(), cell.begin(), cell.end());
    CHECK(bits_of(layout, cell) > bits_of(layout, all) + 5);
}

TEST_CASE("A first packet that looks like chance begins a run, because the packets behind it repeat its values") {
    abi::Layout layout;
    layout.records = {test::record("Segment", 16, 4,
                                   {test::field("session", test::u(32), 0), test::field("peer", test::u(32), 4),
                                    test::field("route", test::u(32), 8), test::field("token", test::u(32), 12)})};
    abi::Bytes bytes;
    for (unsigned i = 0; i < 4; ++i) {
        for (const unsigned byte :
             {0xB4U, 0x36U, 0x9FU, 0x90U, 0x26U, 0xFEU, 0x81U, 0x3EU, 0x7EU, 0xBCU, 0xB0U, 0x91U}) {
            bytes.push_back(static_cast<std::uint8_t>(byte));
        }
        for (const unsigned factor : {0x35U, 0x59U, 0x71U, 0x8BU}) {
            bytes.push_back(static_cast<std::uint8_t>(0xC7 ^ (i * factor)));
        }
    }
    bytes.push_back(0x99);  // so that the bytes are not whole packets
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    const auto candidates = abi::candidates_of(sources);
    const std::vector<std::span<const std::uint8_t>> chunks{bytes};
    const auto fits = abi::rank(candidates, chunks, {}).fits;
    REQUIRE_FALSE(fits.empty());
    CHECK(fits[0].runs[0].begin == 0);
    CHECK(fits[0].runs[0].packets == 4);
    CHECK(fits[0].bits > 150);

    // A packet of chance in front does not become a part of the run.
    for (unsigned i = 0; i < 16; ++i) bytes.insert(bytes.begin(), static_cast<std::uint8_t>(0x83 + i * 0x2B));
    const std::vector<std::span<const std::uint8_t>> behind{bytes};
    const auto late = abi::rank(candidates, behind, {}).fits;
    REQUIRE_FALSE(late.empty());
    CHECK(late[0].runs[0].begin == 16);
    CHECK(late[0].runs[0].packets == 4);
}

TEST_CASE("Memory of zeros behind a packet without evidence is no better guess than the packet") {
    abi::Layout layout;
    layout.records = {
        test::record("Cell", 8, 8, {test::field("one", test::u(32), 0), test::field("two", test::u(32), 4)})};
    abi::Bytes bytes{0xB7, 0x31, 0x5C, 0xE9, 0x93, 0x7A, 0xD1, 0x8F};
    bytes.resize(64, 0);
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    const auto candidates = abi::candidates_of(sources);
    const std::vector<std::span<const std::uint8_t>> chunks{bytes};
    const auto fits = abi::rank(candidates, chunks, {}).fits;
    REQUIRE_FALSE(fits.empty());
    CHECK(fits[0].runs[0].begin == 0);
}

TEST_CASE("A start before the bytes needs much more evidence than the start of the bytes") {
    abi::Layout layout;
    layout.records = {
        test::record("Cell", 16, 8, {test::field("one", test::u(64), 0), test::field("addr", test::u(64), 8)})};
    // Each 16 bytes hold an address and then a number: 8 bytes before the input, they would be a number and an address.
    abi::Bytes bytes;
    for (unsigned i = 0; i < 3; ++i) {
        for (const unsigned byte : {0U, 0x10U + i, 0x56U, 0x34U, 0x12U, 0x7FU, 0U, 0U}) {
            bytes.push_back(static_cast<std::uint8_t>(byte));
        }
        for (const unsigned byte : {0x21U + i * i, 0U, 0U, 0U, 0U, 0U, 0U, 0U}) {
            bytes.push_back(static_cast<std::uint8_t>(byte));
        }
    }
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    const auto candidates = abi::candidates_of(sources);
    const std::vector<std::span<const std::uint8_t>> chunks{bytes};
    const auto fits = abi::rank(candidates, chunks, {}).fits;
    REQUIRE_FALSE(fits.empty());
    CHECK(fits[0].runs[0].begin >= 0);
}
