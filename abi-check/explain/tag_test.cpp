#include "explain/tag.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "codec/fields.h"
#include "explain/story.h"
#include "test/declare.h"

namespace {

using abi::Certainty;
namespace test = abi::test;

constexpr abi::SipKey key{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
constexpr abi::SipKey other_key{15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0};

/// The current packet; in its history one without padding and one without the tag.
abi::Layout spec() {
    abi::Layout layout;
    layout.records = {test::cmd_packet()};
    layout.records[0].history = {
        test::record("CmdPacket@packed", 28, 1,
                     {test::field("kind", test::u(32), 0), test::field("arg", test::u(64), 4),
                      test::field("id", test::u(128), 12)}),
        test::record("CmdPacket@shorter", 24, 8,
                     {test::field("kind", test::u(32), 0), test::field("_pad", test::u(32), 4, abi::Role::padding),
                      test::field("arg", test::u(64), 8), test::field("id", test::u(64), 16)})};
    return layout;
}

abi::Bytes encoded(const abi::Layout& layout, const abi::Record& record, std::uint64_t number, std::uint64_t tag) {
    const auto bytes =
        encode(layout, record,
               {{"kind", {0x400}, 0, 0}, {"arg", {0x10000 + number * 64}, 0, 0}, {"id", {number + 1, tag}, 0, 0}},
               layout.byte_order);
    REQUIRE(bytes);
    return *bytes;
}

/// Packets whose tags cover their other values in the layout of `over`.
abi::Bytes tagged(const abi::Layout& layout, const abi::Record& record, const abi::Record& over, unsigned count,
                  const abi::SipKey& under = key) {
    abi::Bytes all;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto message = encoded(layout, over, i, 0);
        const auto tag_at = layout.byte_order == abi::ByteOrder::little ? message.end() - 8 : message.end() - 16;
        message.erase(tag_at, tag_at + 8);
        const auto bytes = encoded(layout, record, i, abi::siphash(under, message));
        all.insert(all.end(), bytes.begin(), bytes.end());
    }
    return all;
}

abi::Story story_of(const abi::Layout& layout, const abi::Bytes& bytes, const std::vector<abi::SipKey>& keys) {
    const std::vector<std::span<const std::uint8_t>> chunks{bytes};
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    return abi::explain({.chunks = chunks, .sources = sources, .reader = "", .keys = keys});
}

bool says(const abi::Story& story, const std::string& words) {
    return std::ranges::any_of(story.sentences,
                               [&](const auto& sentence) { return sentence.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("A valid tag gives some 60 bits in each packet, and the story names its key") {
    const auto layout = spec();
    const auto bytes = tagged(layout, layout.records[0], layout.records[0], 4);
    const auto without = story_of(layout, bytes, {});
    const auto with = story_of(layout, bytes, {key});
    REQUIRE_FALSE(without.ranked.empty());
    REQUIRE_FALSE(with.ranked.empty());
    const double saved = (with.ranked[0].bits - without.ranked[0].bits) / 4;
    CHECK(saved > 58);
    CHECK(saved < 68);
    CHECK(says(with, "id: tag valid under key 1 in 4 of 4 packets."));
    CHECK(with.ranked[0].reasons[0].words == "id: a valid tag");
    CHECK_FALSE(says(without, "tag valid"));
    CHECK(says(story_of(layout, bytes, {other_key, key}), "id: tag valid under key 2 in 4 of 4 packets."));
}

TEST_CASE("One packet with a valid tag is enough: a shorter layout without the tag no longer fits as well") {
    const auto layout = spec();
    const auto bytes = tagged(layout, layout.records[0], layout.records[0], 1);
    CHECK(story_of(layout, bytes, {}).certainty != Certainty::sure);
    const auto story = story_of(layout, bytes, {key});
    CHECK(story.certainty == Certainty::sure);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].names == std::vector<std::string>{"spec test"});
}

TEST_CASE("A tag may cover the packet's own bytes, or the values in the current spec's layout") {
    const auto layout = spec();
    const auto& packed = layout.records[0].history[0];
    const auto over_own = story_of(layout, tagged(layout, packed, packed, 3), {key});
    CHECK(says(over_own, "id: tag valid under key 1 in 3 of 3 packets."));
    const auto over_today = story_of(layout, tagged(layout, packed, layout.records[0], 3), {key});
    CHECK(says(over_today,
               "id: tag valid under key 1 in 3 of 3 packets, computed over the spec's layout of the values."));
    for (const auto* story : {&over_own, &over_today}) {
        REQUIRE_FALSE(story->ranked.empty());
        CHECK(story->ranked[0].names == std::vector<std::string>{"CmdPacket@packed"});
    }
}

TEST_CASE("The story reports invalid tags, and they do not reduce the evidence of other fields") {
    const auto layout = spec();
    auto bytes = tagged(layout, layout.records[0], layout.records[0], 4);
    const auto none = story_of(layout, bytes, {other_key});
    REQUIRE_FALSE(none.ranked.empty());
    CHECK(none.ranked[0].names == std::vector<std::string>{"spec test"});
    CHECK(says(none, "No tag is valid under the 1 given key: 0 of 4 packets."));
    bytes[8] ^= 1U;  // the first packet's arg
    CHECK(says(story_of(layout, bytes, {key}), "id: tag valid under key 1 in 3 of 4 packets."));
}

TEST_CASE("In big-endian packets the upper half of a field of 128 bits comes first") {
    auto layout = spec();
    layout.byte_order = abi::ByteOrder::big;
    const auto bytes = tagged(layout, layout.records[0], layout.records[0], 3);
    CHECK(says(story_of(layout, bytes, {key}), "id: tag valid under key 1 in 3 of 3 packets."));
}
