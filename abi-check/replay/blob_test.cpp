#include "replay/blob.h"

#include <doctest/doctest.h>

#include "replay/small_specs.h"

namespace {

abi::FixtureSet set_of(std::vector<abi::Bytes> cases) {
    abi::FixtureSet set;
    set.path = "f.json";
    set.key = *abi::parse_hex("000102030405060708090a0b0c0d0e0f");
    for (auto& bytes : cases) set.cases.push_back({"", "", std::move(bytes), "", {}, {}});
    return set;
}

}  // namespace

TEST_CASE("CRC-32 is that of ISO-HDLC, by its check value") {
    const std::string_view digits = "123456789";
    CHECK(abi::crc32_of({reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()}) == 0xcbf43926);
}

TEST_CASE("The blob is header, then each case at a multiple of 8 bytes") {
    const auto layout = abi::test::small_protocol();
    const auto protocol = abi::find_protocol(layout);
    REQUIRE(protocol);
    const auto blob = make_blob(set_of({{0xaa}, {}, {1, 2, 3, 4, 5, 6, 7, 8}}), *protocol);
    REQUIRE(blob);
    CHECK(abi::to_hex(*blob, 8) ==
          "41424952504c5931 0100000003000000 5800000000000000 e91b552d00000000 0001020304050607 08090a0b0c0d0e0f "
          "0000000001000000 aa00000000000000 "
          "0100000000000000 "
          "0200000008000000 0102030405060708");
}

TEST_CASE("A set that the machine's memory cannot hold is refused") {
    const auto layout = abi::test::small_protocol();
    const auto protocol = abi::find_protocol(layout);
    REQUIRE(protocol);
    const auto blob = make_blob(set_of({abi::Bytes(abi::blob_limit_bytes)}), *protocol);
    REQUIRE(blob.problems.size() == 1);
    CHECK(to_string(blob.problems[0]) ==
          "f.json: error: /cases: expected at most 50331648 bytes of cases, found 50331704");
}

TEST_CASE("Whatever a protocol's spec lacks is said before anything is started") {
    auto layout = abi::test::small_protocol();
    layout.constants.pop_back();
    layout.records.pop_back();
    layout.records[0].fields[2].name = "cases";
    const auto protocol = abi::find_protocol(layout);
    REQUIRE(protocol.problems.size() == 3);
    CHECK(to_string(protocol.problems[0]) ==
          "replay.abi.json: error: expected a field ReplayBlob.case_count, found none");
    CHECK(to_string(protocol.problems[1]) == "replay.abi.json: error: expected a record ReplayEnd, found none");
    CHECK(to_string(protocol.problems[2]) ==
          "replay.abi.json: error: expected a constant REPLAY_END_MAGIC, found none");
}
