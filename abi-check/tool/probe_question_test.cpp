#include "tool/probe_question.h"

#include <doctest/doctest.h>

#include "model/on_target.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Layout spec() {
    Layout layout;
    layout.records = {cmd_packet()};
    layout.constants = {{"RING_CAPACITY", u(32), *parse_integer("64"), "", {}}};
    return layout;
}

WitnessAnswer asked() {
    WitnessAnswer answer;
    answer.target = "riscv64";
    answer.records = {"CmdPacket"};
    answer.constants = {"RING_CAPACITY"};
    return answer;
}

std::string names(const ProbeQuestion& question) {
    std::string text;
    for (const auto& record : question.records) {
        text += record.name + ":";
        for (const auto& field : record.fields) text += " " + field.name;
        text += "\n";
    }
    for (const auto& constant : question.constants) text += constant.name + "\n";
    return text;
}

}  // namespace

TEST_CASE("what no witness has seen is asked for by its aliases and its name, with the fields of the spec") {
    Layer layer;
    layer.aliases = {{"hal::cmd_packet", "CmdPacket"}};
    CHECK(names(ask_for(spec(), layer, asked(), {})) ==
          "hal::cmd_packet: kind _pad arg id\nCmdPacket: kind _pad arg id\nRING_CAPACITY\n");
}

TEST_CASE(
    "what another witness has seen is asked for as that one saw it, and for the fields of the spec that it did not "
    "see") {
    WitnessAnswer seen;
    seen.layout.records = {record("core::CmdPacket", 32, 16, {field("kind", u(32), 0), field("more", u(32), 4)}),
                           record("core::Other", 4, 4, {field("x", u(32), 0)})};
    CHECK(names(ask_for(spec(), {}, asked(), std::vector{seen})) ==
          "core::CmdPacket: kind more _pad arg id\nRING_CAPACITY\n");
}

TEST_CASE("what is not found under the name that another witness saw is asked for under every other name") {
    Layer layer;
    layer.aliases = {{"a.Ring(u32,4)", "CmdPacket"}, {"a.Ring4", "CmdPacket"}};
    WitnessAnswer dwarf;
    dwarf.layout.records = {record("a.Ring(u32,4)", 32, 16, {field("kind", u(32), 0)})};
    WitnessAnswer dump;
    dump.layout.records = {record("lib::CmdPacket", 32, 16, {field("kind", u(32), 0)})};
    const std::vector seen{dwarf, dump};
    const auto first = ask_for(spec(), layer, asked(), seen);
    CHECK(names(first) == "a.Ring(u32,4): kind _pad arg id\nRING_CAPACITY\n");
    CHECK(names(ask_again(spec(), layer, seen, first, {})) ==
          "a.Ring4: kind _pad arg id\nCmdPacket: kind _pad arg id\nlib::CmdPacket: kind\n");
    CHECK(names(ask_again(spec(), layer, seen, first, dwarf.layout)).empty());
}

TEST_CASE("a record that does not exist on the target is not asked for") {
    Layout restricted = spec();
    restricted.records[0].targets = {"x86_64"};
    CHECK(names(ask_for(on_target(restricted, "riscv64"), {}, asked(), {})) == "RING_CAPACITY\n");
    CHECK(names(ask_for(on_target(restricted, "x86_64"), {}, asked(), {})).starts_with("CmdPacket:"));
}

TEST_CASE("what `gen` writes is asked for by the names that it has there") {
    Layout with_enum = spec();
    with_enum.enums.emplace_back();
    with_enum.enums[0].name = "mode";
    with_enum.enums[0].type = u(16);
    with_enum.enums[0].enumerators.emplace_back();
    with_enum.enums[0].enumerators[0].name = "A";
    WitnessAnswer all = asked();
    all.constants.emplace_back("A");
    Layer layer;
    layer.aliases = {{"my::CmdPacket", "CmdPacket"}};
    const auto asked_in = [&](const char* language, const Layer& of) {
        return names(ask_for(with_enum, of, all, {}, {language, {"my"}}));
    };
    const std::string fields = ": kind _pad arg id\n";
    CHECK(asked_in("c", {}) == "CmdPacket" + fields + "RING_CAPACITY\nA\n");
    CHECK(asked_in("zig", {}) == "CmdPacket" + fields + "RING_CAPACITY\nA\nmode.A\n");
    CHECK(asked_in("rust", {}) == "CmdPacket" + fields + "RING_CAPACITY\nA\nmode::A\n");
    CHECK(asked_in("cpp", layer) == "my::CmdPacket" + fields + "CmdPacket" + fields +
                                        "RING_CAPACITY\nmy::RING_CAPACITY\nA\nmy::A\nmode::A\nmy::mode::A\n");
}
