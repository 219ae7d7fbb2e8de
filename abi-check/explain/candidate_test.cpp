#include "explain/candidate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "test/declare.h"

namespace {

using abi::Expectation;
namespace test = abi::test;

/// A tag, followed by a field of 41 bytes.
abi::Layout layout_with(abi::Role role) {
    const auto bytes = test::scalar(abi::Kind::unsigned_integer, 8, {41});
    abi::Layout layout;
    layout.records = {
        test::record("Packet", 42, 1, {test::field("tag", test::u(8), 0), test::field("run", bytes, 1, role)})};
    return layout;
}

std::vector<abi::FieldSpan> slots_of(const abi::Layout& layout) {
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    const auto candidates = abi::candidates_of(sources);
    REQUIRE(candidates.size() == 1);
    return candidates[0].slots;
}

std::vector<std::string> paths_of(const std::vector<abi::FieldSpan>& slots) {
    std::vector<std::string> paths(slots.size());
    std::ranges::transform(slots, paths.begin(), &abi::FieldSpan::path);
    return paths;
}

}  // namespace

TEST_CASE("Padding and reserved bytes are split into pieces of at most 64 bits") {
    for (const auto& [role, expectation] :
         {std::pair{abi::Role::padding, Expectation::zero}, std::pair{abi::Role::reserved, Expectation::mostly_zero}}) {
        const auto slots = slots_of(layout_with(role));
        std::uint32_t at = 0;
        for (const auto& slot : slots) {
            CHECK(slot.offset_bits == at);
            CHECK(slot.width_bits <= 64);
            CHECK(slot.expectation == (at == 0 ? Expectation::integer : expectation));
            at += slot.width_bits;
        }
        CHECK(at == 42 * 8);
        CHECK(slots.size() == 1 + 6);
    }
}

TEST_CASE("Bytes that may be text are one piece") {
    const auto slots = slots_of(layout_with(abi::Role::data));
    REQUIRE(slots.size() == 2);
    CHECK(slots[1].expectation == Expectation::text);
    CHECK(slots[1].width_bits == 41 * 8);
}

TEST_CASE("The lower half of a 128-bit integer is the counter, in both byte orders") {
    auto layout = layout_with(abi::Role::data);
    auto& fields = layout.records[0].fields;
    fields.erase(fields.begin());
    fields[0].name = "id";
    fields[0].offset_bits = 0;
    fields[0].type.extents.clear();
    fields[0].type.width_bits = 128;
    layout.records[0].size_bytes = 16;
    for (const auto order : {abi::ByteOrder::little, abi::ByteOrder::big}) {
        layout.byte_order = order;
        const auto slots = slots_of(layout);
        REQUIRE(slots.size() == 2);
        CHECK(slots[0].counts == (order == abi::ByteOrder::little));
        CHECK(slots[1].counts == (order == abi::ByteOrder::big));
    }
}

TEST_CASE("Each member of a union is an alternative, and the bits that it does not cover are unnamed") {
    abi::Layout layout;
    abi::Record pair = test::record("Pair", 8, 4, {test::field("x", test::u(32), 0), test::field("y", test::u(32), 4)});
    abi::Record body = test::record(
        "Body", 8, 8,
        {test::field("number", test::u(64), 0), test::field("pair", {}, 0), test::field("half", test::u(16), 0)});
    body.kind = abi::RecordKind::union_;
    body.fields[1].type.kind = abi::Kind::record;
    body.fields[1].type.name = "Pair";
    abi::Record message = test::record(
        "Message", 24, 8,
        {test::field("kind", test::u(32), 0), test::field("body", {}, 8), test::field("last", test::u(32), 16)});
    message.fields[1].type.kind = abi::Kind::record;
    message.fields[1].type.name = "Body";
    layout.records = {message, pair, body};
    const std::vector<abi::CandidateSource> sources{{"spec test", &layout, true}};
    const auto candidate = abi::candidates_of(sources)[0];
    REQUIRE(candidate.record == "Message");

    CHECK(paths_of(candidate.slots) == std::vector<std::string>{"kind", "", "body.number", "last", ""});
    CHECK(paths_of(candidate.alternatives) == std::vector<std::string>{"body.pair.x", "body.pair.y", "body.half", ""});
    REQUIRE(candidate.choices.size() == 1);
    CHECK(candidate.choices[0].slots.begin == 2);
    CHECK(candidate.choices[0].slots.end == 3);
    REQUIRE(candidate.choices[0].others.size() == 2);
    CHECK(candidate.choices[0].others[1].begin == 2);
    CHECK(candidate.alternatives[3].width_bits == 48);
}

TEST_CASE("A program with another layout may write its own size or that of the spec's record") {
    abi::Layout spec;
    auto today =
        test::record("request", 16, 8, {test::field("size", test::u(32), 0), test::field("time", test::u(64), 8)});
    today.size_field = "size";
    today.history = {test::record("request@packed", 12, 1,
                                  {test::field("size", test::u(32), 0), test::field("time", test::u(64), 4)})};
    spec.records = {today};
    const std::vector<abi::CandidateSource> sources{{"spec test", &spec, true}};
    const auto candidates = abi::candidates_of(sources);
    REQUIRE(candidates.size() == 2);
    CHECK(candidates[0].slots.at(0).known == std::vector<std::uint64_t>{16});
    CHECK(candidates[1].slots.at(0).known == std::vector<std::uint64_t>{12, 16});
}
