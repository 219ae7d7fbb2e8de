#include "explain/story.h"

#include <doctest/doctest.h>

#include "codec/fields.h"

namespace {

using abi::Certainty;

abi::Field field(const std::string& name, unsigned bits, unsigned at_bytes, abi::Role role = abi::Role::data) {
    abi::Field made;
    made.name = name;
    made.type.kind = abi::Kind::unsigned_integer;
    made.type.width_bits = bits;
    made.offset_bits = at_bytes * 8ULL;
    made.role = role;
    return made;
}

/// The packet of today (32 bytes), the packed one of old (28), and one whose kind is as wide as its room.
abi::Layout spec() {
    abi::Layout layout;
    abi::Enum kinds;
    kinds.name = "CmdKind";
    kinds.type.kind = abi::Kind::unsigned_integer;
    kinds.type.width_bits = 32;
    for (const std::uint64_t value : {0x100U, 0x200U, 0x400U}) {
        kinds.enumerators.push_back({"CMD_" + std::to_string(value), {value}, "", {}});
    }
    layout.enums.push_back(kinds);
    abi::Record today;
    today.name = "CmdPacket";
    today.size_bytes = 32;
    today.fields = {field("kind", 32, 0), field("_pad", 32, 4, abi::Role::padding), field("arg", 64, 8),
                    field("id", 128, 16)};
    today.fields[0].type.kind = abi::Kind::enumeration;
    today.fields[0].type.name = "CmdKind";
    abi::Record packed;
    packed.name = "CmdPacket@packed";
    packed.size_bytes = 28;
    packed.fields = {field("kind", 32, 0), field("arg", 64, 4), field("id", 128, 12)};
    today.history = {packed};
    layout.records.push_back(today);
    return layout;
}

/// `count` packets as the record lays them out, with a tag that looks like chance.
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

TEST_CASE("The ghost: 28-byte packets read as 32-byte ones are called by the name of who wrote them") {
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

TEST_CASE("Packets of today need no remedy, wherever they begin") {
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

TEST_CASE("Two layouts that read the very bytes alike are a tie, and it is said") {
    auto layout = spec();
    abi::Record wide = layout.records[0];
    wide.name = "CmdPacket@wide";
    wide.history.clear();
    wide.fields = {field("kind", 64, 0), field("arg", 64, 8), field("id", 128, 16)};
    layout.records[0].history.push_back(wide);
    const auto story = story_of(layout, packets(layout, layout.records[0], 5));
    CHECK(story.certainty == Certainty::tie);
    REQUIRE_FALSE(story.ranked.empty());
    REQUIRE(story.ranked[0].alike.size() == 1);
    CHECK(story.ranked[0].alike[0].find("CmdPacket@wide") != std::string::npos);
}

TEST_CASE("Chance is explained by nothing, and zeros say nothing") {
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

TEST_CASE("The other byte order is found") {
    auto layout = spec();
    layout.byte_order = abi::ByteOrder::big;
    const auto bytes = packets(layout, layout.records[0], 5);
    layout.byte_order = abi::ByteOrder::little;
    const auto story = story_of(layout, bytes);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].byte_order == abi::ByteOrder::big);
    CHECK(story.sentences[0].find("big-endian") != std::string::npos);
}

TEST_CASE("A field of 128 bits and one of two halves are one declaration, and not a tie") {
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
