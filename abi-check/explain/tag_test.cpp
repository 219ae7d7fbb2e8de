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

/// The packet of today, that of old without padding, and one whose bytes are those of today with kind and arg
/// exchanged for wider and narrower ones.
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

/// Packets with tags over their other bytes as `over` lays them out.
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

TEST_CASE("A valid tag saves some 60 bits in each packet, and the story tells under which key") {
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

TEST_CASE("One packet with a valid tag is sure: a shorter layout that leaves the tag out no longer reads as well") {
    const auto layout = spec();
    const auto bytes = tagged(layout, layout.records[0], layout.records[0], 1);
    CHECK(story_of(layout, bytes, {}).certainty != Certainty::sure);
    const auto story = story_of(layout, bytes, {key});
    CHECK(story.certainty == Certainty::sure);
    REQUIRE_FALSE(story.ranked.empty());
    CHECK(story.ranked[0].names == std::vector<std::string>{"spec test"});
}

TEST_CASE("A tag may be over the bytes as they lie, or over the values as the spec of today lays them out") {
    const auto layout = spec();
    const auto& packed = layout.records[0].history[0];
    const auto over_own = story_of(layout, tagged(layout, packed, packed, 3), {key});
    CHECK(says(over_own, "id: tag valid under key 1 in 3 of 3 packets."));
    const auto over_today = story_of(layout, tagged(layout, packed, layout.records[0], 3), {key});
    CHECK(says(over_today, "id: tag valid under key 1 in 3 of 3 packets, over the values as the spec lays them out."));
    for (const auto* story : {&over_own, &over_today}) {
        REQUIRE_FALSE(story->ranked.empty());
        CHECK(story->ranked[0].names == std::vector<std::string>{"CmdPacket@packed"});
    }
}

TEST_CASE("An invalid tag says so, and takes nothing from what the other fields say") {
    const auto layout = spec();
    auto bytes = tagged(layout, layout.records[0], layout.records[0], 4);
    const auto none = story_of(layout, bytes, {other_key});
    REQUIRE_FALSE(none.ranked.empty());
    CHECK(none.ranked[0].names == std::vector<std::string>{"spec test"});
    CHECK(says(none, "No tag is valid under the 1 key given: in 0 of 4 packets."));
    bytes[8] ^= 1U;  // the first packet's arg
    CHECK(says(story_of(layout, bytes, {key}), "id: tag valid under key 1 in 3 of 4 packets."));
}

TEST_CASE("In big-endian packets the upper half of a field of 128 bits comes first") {
    auto layout = spec();
    layout.byte_order = abi::ByteOrder::big;
    const auto bytes = tagged(layout, layout.records[0], layout.records[0], 3);
    CHECK(says(story_of(layout, bytes, {key}), "id: tag valid under key 1 in 3 of 3 packets."));
}
