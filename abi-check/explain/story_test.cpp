#include "explain/story.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "codec/fields.h"
#include "test/declare.h"

namespace {

using abi::Certainty;
namespace test = abi::test;

/// The current packet (32 bytes) and the old, packed one (28 bytes).
abi::Layout spec() {
    abi::Layout layout;
    abi::Enum kinds;
    kinds.name = "CmdKind";
    kinds.type = test::u(32);
    for (const std::uint64_t value : {0x100U, 0x200U, 0x400U}) {
        kinds.enumerators.push_back({"CMD_" + std::to_string(value), {value}, "", {}});
    }
    layout.enums.push_back(kinds);
    auto today = test::cmd_packet();
    today.fields[0].type.kind = abi::Kind::enumeration;
    today.fields[0].type.name = "CmdKind";
    today.history = {test::record("CmdPacket@packed", 28, 1,
                                  {test::field("kind", test::u(32), 0), test::field("arg", test::u(64), 4),
                                   test::field("id", test::u(128), 12)})};
    layout.records.push_back(today);
    return layout;
}

/// `count` packets in the layout of `record`, with random tags.
abi::Bytes packets(const abi::Layout& layout, const abi::Record& record, unsigned count) {
    abi::Bytes all;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::vector<abi::FieldValue> values{
            {"kind", {i % 2 == 0 ? 0x400U : 0x100U}, 0, 0},
            {"arg", {0x10000 + i * 64}, 0, 0},
            {"id", {i + 1, 0x9E3779B97F4A7C15U * (i + 1)}, 0, 0},
        };
        const auto bytes = encode(layout, record, values, layout.byte_order);
        REQUIRE(bytes);
        all.insert(all.end(), bytes->begin(), bytes->end());
    }
    return all;
}

abi::Story story_of(const abi::Layout& layout, const abi::Bytes& bytes) {
    const std::vector<std::span<const std::uint8_t>> chunks{bytes};
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    return abi::explain({.chunks = chunks, .sources = sources, .reader = ""});
}

}  // namespace

TEST_CASE("28-byte packets that are read as 32-byte ones are explained by the writer's declaration") {
    const auto layout = spec();
    const auto story = story_of(layout, packets(layout, layout.records[0].history[0], 6));
    CHECK(story.certainty == Certainty::sure);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].names == std::vector<std::string>{"CmdPacket@packed"});
    CHECK(story.ranked[0].packets == 6);
    CHECK(story.sentences[0].find("stands at offset 28 of the reader's packet 0: these are 28-byte packets") !=
          std::string::npos);
    CHECK(story.remedy.find("arg is at 4 instead of 8") != std::string::npos);
    REQUIRE_FALSE(story.seen.empty());
    CHECK(story.seen[0].fields[1].meaning == "padding, not zero");
    CHECK(story.written[0].fields[0].meaning == "CMD_1024");
}

TEST_CASE("Packets of the current spec need no remedy, wherever they begin") {
    const auto layout = spec();
    auto bytes = packets(layout, layout.records[0], 5);
    for (const std::uint8_t odd : abi::Bytes{0xA7, 0x31, 0x5C, 0xE9, 0x13}) bytes.insert(bytes.begin(), odd);
    const auto story = story_of(layout, bytes);
    CHECK(story.certainty == Certainty::sure);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].names == std::vector<std::string>{"spec test"});
    CHECK(story.ranked[0].begin == 5);
    CHECK(story.remedy.empty());
}

TEST_CASE("Two layouts that give the bytes the same values are a tie, and the story says so") {
    auto layout = spec();
    abi::Record wide = layout.records[0];
    wide.name = "CmdPacket@wide";
    wide.history.clear();
    wide.fields = {test::field("kind", test::u(64), 0), test::field("arg", test::u(64), 8),
                   test::field("id", test::u(128), 16)};
    layout.records[0].history.push_back(wide);
    const auto story = story_of(layout, packets(layout, layout.records[0], 5));
    CHECK(story.certainty == Certainty::tie);
    REQUIRE_FALSE(story.ranked.empty());
    REQUIRE(story.ranked[0].alike.size() == 1);
    CHECK(story.ranked[0].alike[0].find("CmdPacket@wide") != std::string::npos);
}

TEST_CASE("The best guess lists layouts that give the same values, also if there are too few bytes to be sure") {
    auto layout = spec();
    abi::Record wide = layout.records[0];
    wide.name = "CmdPacket@wide";
    wide.history.clear();
    wide.fields = {test::field("kind", test::u(64), 0), test::field("arg", test::u(64), 8),
                   test::field("id", test::u(128), 16)};
    layout.records[0].history = {wide};
    const std::vector<abi::FieldValue> values{{"kind", {0x400}, 0, 0},
                                              {"arg", {0xD1B54A32D192ED03}, 0, 0},
                                              {"id", {0x94D049BB133111EB, 0xBF58476D1CE4E5B9}, 0, 0}};
    const auto bytes = encode(layout, layout.records[0], values, layout.byte_order);
    REQUIRE(bytes);
    const auto story = story_of(layout, *bytes);
    CHECK(story.certainty == Certainty::unlikely);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].alike.size() == 1);
}

TEST_CASE("Records with the same fields under other names are a tie, whatever the names suggest") {
    // Addresses are far more likely in a field named `buffer` than in one named `fd`, but both records hold a u64.
    abi::Layout layout;
    layout.records = {test::record("Handle", 8, 8, {test::field("fd", test::u(64), 0)}),
                      test::record("Area", 8, 8, {test::field("buffer", test::u(64), 0)})};
    abi::Bytes bytes;
    for (std::uint64_t i = 0; i < 8; ++i) {
        const auto one =
            encode(layout, layout.records[1],
                   std::vector<abi::FieldValue>{{"buffer", {0x81000000 + i * i * 0x3000}, 0, 0}}, layout.byte_order);
        REQUIRE(one);
        bytes.insert(bytes.end(), one->begin(), one->end());
    }
    const auto story = story_of(layout, bytes);
    REQUIRE(story.ranked.size() > 1);
    CHECK(story.ranked[0].record == "Area");
    CHECK(story.certainty == Certainty::tie);
    CHECK(std::ranges::any_of(story.sentences, [](const std::string& sentence) {
        return sentence.starts_with("The bytes cannot distinguish it from Handle as declared by spec test");
    }));
}

TEST_CASE("Random bytes have no explanation, and zeros give no evidence") {
    const auto layout = spec();
    abi::Bytes chance;
    for (std::uint64_t i = 0, x = 88172645463325252U; i < 200; ++i) {  // xorshift (Marsaglia 2003)
        x ^= x << 13U;
        x ^= x >> 7U;
        x ^= x << 17U;
        chance.push_back(static_cast<std::uint8_t>(x >> 32U));
    }
    CHECK(story_of(layout, chance).certainty == Certainty::unlikely);
    CHECK(story_of(layout, abi::Bytes(256, 0)).certainty == Certainty::unlikely);
}

TEST_CASE("A few bytes give too little evidence, and the story still shows the best guess") {
    const auto layout = spec();
    const auto story = story_of(layout, {0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00});
    CHECK(story.certainty == Certainty::unlikely);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].bits > 0);
    CHECK(story.sentences[1].find("It would need") != std::string::npos);
}

TEST_CASE("A layout that leaves the tags in gaps between its packets does not win") {
    auto layout = spec();
    abi::Record shorter = layout.records[0];
    shorter.name = "CmdPacket@shorter";
    shorter.size_bytes = 24;
    shorter.history.clear();
    shorter.fields[3] = test::field("id", test::u(64), 16);
    layout.records[0].history = {shorter};
    const auto story = story_of(layout, packets(layout, layout.records[0], 16));
    REQUIRE(story.ranked.size() > 1);
    CHECK(story.ranked[0].names == std::vector<std::string>{"spec test"});
}

TEST_CASE("Packets in the other byte order are found") {
    auto layout = spec();
    layout.byte_order = abi::ByteOrder::big;
    const auto bytes = packets(layout, layout.records[0], 5);
    layout.byte_order = abi::ByteOrder::little;
    const auto story = story_of(layout, bytes);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].byte_order == abi::ByteOrder::big);
    CHECK(story.sentences[0].find("big-endian") != std::string::npos);
}

TEST_CASE("A field of 128 bits and one of two 64-bit halves are the same declaration, not a tie") {
    auto layout = spec();
    abi::Record halves = layout.records[0].history[0];
    halves.name = "CmdPacket@halves";
    halves.fields[2].type.width_bits = 64;
    halves.fields[2].type.extents = {2};
    layout.records[0].history.push_back(halves);
    const auto story = story_of(layout, packets(layout, layout.records[0].history[0], 6));
    CHECK(story.certainty == Certainty::sure);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].names == std::vector<std::string>{"CmdPacket@packed", "CmdPacket@halves"});
}
