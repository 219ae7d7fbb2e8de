#include "draft/select.h"

#include <doctest/doctest.h>

#include "draft/names.h"
#include "test/declare.h"

namespace abi {
namespace {

using namespace abi::test;

std::string names_of(const Layout& layout) {
    std::string names;
    for (const auto& one : layout.records) names += one.name + " ";
    for (const auto& one : layout.enums) names += one.name + " ";
    for (const auto& one : layout.constants) names += one.name + " ";
    return names;
}

Layout declarations() {
    Type inner{.kind = Kind::record, .width_bits = 32, .name = "core::Inner"};
    Type kind{.kind = Kind::enumeration, .width_bits = 32, .name = "Kind"};
    Layout layout;
    layout.records = {record("core::Packet", 8, 4, {field("in", inner, 0), field("kind", kind, 4)}),
                      record("core::Inner", 4, 4, {field("a", u(32), 0)}),
                      record("Other", 4, 4, {field("a", u(32), 0)})};
    layout.enums = {{"Kind", u(32), true, {{"KIND_A", *parse_integer("1"), "", {}}}, "", {}},
                    {"Mode", u(32), true, {{"MODE_A", *parse_integer("1"), "", {}}}, "", {}}};
    layout.constants = {{"PACKET_BYTES", u(32), *parse_integer("8"), "", {}}, {"REST", u(32), {}, "", {}}};
    return layout;
}

TEST_CASE("a pattern selects by the whole name, its last component or a value, and takes along what is nested") {
    const struct {
        std::vector<std::string> patterns;
        const char* kept;
    } cases[] = {
        {{}, "core::Packet core::Inner Other Kind Mode PACKET_BYTES REST "},
        {{"Packet"}, "core::Packet core::Inner Kind "},
        {{"core::P*"}, "core::Packet core::Inner Kind "},
        {{"Other", "PACKET_*"}, "Other PACKET_BYTES "},
        {{"MODE_A"}, "Mode "},
        {{"nothing"}, ""},
    };
    for (const auto& row : cases) {
        auto layout = declarations();
        keep_matching(row.patterns, layout);
        CHECK(names_of(layout) == row.kept);
    }
}

TEST_CASE("names that do not stay are told, so that no other declaration takes them") {
    auto layout = declarations();
    layout.records.push_back(record("other::Inner", 8, 4, {field("a", u(64), 0)}));
    const std::vector<std::string> patterns{"Packet"};
    CHECK(keep_matching(patterns, layout) == std::set<std::string>{"Inner", "Mode", "Other", "PACKET_BYTES", "REST"});
    CHECK(draft_names({&layout, 1}, {"Inner"}).types.at("core::Inner") == "core_Inner");
    CHECK(draft_names({&layout, 1}, {}).types.at("core::Inner") == "Inner");
}

TEST_CASE("a pattern that matches nothing on any target is named") {
    const std::vector<Layout> layouts{declarations()};
    const std::vector<std::string> patterns{"Pack?t", "Packets", "MODE_*", "REST"};
    CHECK(without_match(patterns, layouts) == std::vector<std::string>{"Packets"});
}

}  // namespace
}  // namespace abi
