#include "replay/blob.h"

#include <doctest/doctest.h>

#include <memory>

#include "replay/small_specs.h"

namespace {

using abi::CaseSet;

/// Cases with these bytes, as fixtures and as a CaseSet.
struct Made {
    abi::FixtureSet fixtures;
    abi::Layout layout = abi::test::small_protocol();
    abi::Protocol protocol = *abi::find_protocol(layout);
    std::optional<CaseSet> set;
};

std::unique_ptr<Made> set_of(std::vector<abi::Bytes> cases, const std::vector<std::size_t>& fresh = {}) {
    auto made = std::make_unique<Made>();
    made->fixtures.path = "f.json";
    made->fixtures.key = *abi::parse_hex("000102030405060708090a0b0c0d0e0f");
    for (auto& bytes : cases) made->fixtures.cases.push_back({"case", "", std::move(bytes), "VERDICT_OK", {}, {}});
    for (const std::size_t index : fresh) made->fixtures.cases[index].fresh_boot = true;
    auto set = cases_of(made->fixtures, abi::test::small_membrane(), made->protocol);
    REQUIRE(set);
    made->set = std::move(*set);
    return made;
}

}  // namespace

TEST_CASE("CRC-32 gives the check value of ISO-HDLC") {
    const std::string_view digits = "123456789";
    CHECK(abi::crc32_of({reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()}) == 0xcbf43926);
}

TEST_CASE("The blob is a header, followed by each case at a multiple of 8 bytes") {
    const auto made = set_of({{0xaa}, {}, {1, 2, 3, 4, 5, 6, 7, 8}});
    const auto blob = make_blob(*made->set, made->protocol, {});
    REQUIRE(blob);
    CHECK(abi::to_hex(*blob, 8) ==
          "41424952504c5931 0200000003000000 6800000000000000 e91b552d00000000 0001020304050607 08090a0b0c0d0e0f "
          "0000000000000000 0000000000000000 "
          "0000000001000000 aa00000000000000 "
          "0100000000000000 "
          "0200000008000000 0102030405060708");
}

TEST_CASE("A blob has the place of the results and the cases that need a fresh boot, except for the first case") {
    const auto made = set_of({{0xaa}, {}, {0xbb}}, {0, 1, 2});
    CHECK(made->set->fresh == std::vector<std::uint32_t>{1, 2});
    const auto blob = make_blob(*made->set, made->protocol, {0x89000000, 4096});
    REQUIRE(blob);
    CHECK(abi::to_hex(std::span(*blob).subspan(48), 8) ==
          "0000008900000000 0010000000000000 "
          "0000000001000000 aa00000000000000 "
          "0100000000000100 "
          "0200000001000100 bb00000000000000");
    const auto printed = make_blob(*made->set, made->protocol, {});
    REQUIRE(printed.problems.size() == 1);
    CHECK(to_string(printed.problems[0]) ==
          "f.json: error: /cases: expected memory that survives a fresh boot, found none");
}

TEST_CASE("A set that does not fit into the machine's memory is refused") {
    std::vector<abi::Bytes> many(769, abi::Bytes(65528));
    const auto made = set_of(std::move(many));
    const auto blob = make_blob(*made->set, made->protocol, {});
    REQUIRE(blob.problems.size() == 1);
    CHECK(to_string(blob.problems[0]) ==
          "f.json: error: /cases: expected at most 50331648 bytes of cases, found 50397248");
}

TEST_CASE("A set whose results do not fit is refused; one byte more is enough") {
    const auto fits = set_of(std::vector<abi::Bytes>(84));
    CHECK(make_blob(*fits->set, fits->protocol, {0x89000000, 4096}));
    const auto more = set_of(std::vector<abi::Bytes>(85));
    const auto blob = make_blob(*more->set, more->protocol, {0x89000000, 4096});
    REQUIRE(blob.problems.size() == 1);
    CHECK(to_string(blob.problems[0]) == "f.json: error: /cases: expected results of at most 4096 bytes, found 4144");
}

TEST_CASE("A part of a set is numbered from 0 and has no fresh boots") {
    const auto made = set_of({{0xaa}, {0xbb, 0xbc}, {0xcc}}, {1});
    const auto part = part_of(*made->set, made->protocol, 1, 3);
    CHECK(part.count() == 2);
    CHECK(part.fresh.empty());
    CHECK(abi::to_hex(part.cases, 8) == "0000000002000000 bbbc000000000000 0100000001000000 cc00000000000000");
    CHECK(abi::to_hex(abi::bytes_of_case(part, made->protocol, 0), 0) == "bbbc");
    CHECK(part.label(0).name == "case");
    const auto size = made->protocol.result_bytes();
    REQUIRE(part.expected.size() == 2 * size);
    CHECK(part.expected[0] == 0);
    CHECK(part.expected[size] == 1);
}

TEST_CASE("Each thing that a protocol's spec lacks is a problem") {
    auto layout = abi::test::small_protocol();
    layout.constants.pop_back();
    layout.records.pop_back();
    layout.records[0].fields[2].name = "cases";
    const auto protocol = abi::find_protocol(layout);
    REQUIRE(protocol.problems.size() == 3);
    CHECK(to_string(protocol.problems[0]) ==
          "replay.abi.json: error: expected a field ReplayBlob.case_count, found none");
    CHECK(to_string(protocol.problems[1]) == "replay.abi.json: error: expected a record ReplayResults, found none");
    CHECK(to_string(protocol.problems[2]) ==
          "replay.abi.json: error: expected a constant REPLAY_NOT_SUPPORTED, found none");
}
