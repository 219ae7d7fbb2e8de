#include "check/match.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Layout spec() {
    Layout layout;
    layout.records = {cmd_packet()};
    layout.constants = {{"CMD_SYS_EXEC", u(32), *parse_integer("0x400"), "", {}}};
    return layout;
}

}  // namespace

TEST_CASE("a record is known by alias, by name, or by the end of its qualified name") {
    for (const char* name : {"hal_cmd_packet", "CmdPacket", "core::CmdPacket", "channel.CmdPacket"}) {
        CAPTURE(name);
        WitnessAnswer answer;
        answer.layout.records = {record(name, 32, 16, cmd_packet().fields)};
        use_spec_names(answer, spec(), {{"hal_cmd_packet", "CmdPacket"}});
        CHECK(answer.layout.records[0].name == "CmdPacket");
    }
}

TEST_CASE("a name that only looks alike stays what it is") {
    WitnessAnswer answer;
    answer.layout.records = {record("OldCmdPacket", 32, 16, {})};
    use_spec_names(answer, spec(), {});
    CHECK(answer.layout.records[0].name == "OldCmdPacket");
}

TEST_CASE("constants and the types of fields are renamed, too") {
    WitnessAnswer answer;
    Type nested;
    nested.kind = Kind::record;
    nested.name = "core::CmdPacket";
    answer.layout.records = {record("Slot", 32, 16, {field("packet", nested, 0)})};
    answer.layout.constants = {{"core::CMD_SYS_EXEC", u(32), {}, "", {}}};
    use_spec_names(answer, spec(), {});
    CHECK(answer.layout.records[0].fields[0].type.name == "CmdPacket");
    CHECK(answer.layout.constants[0].name == "CMD_SYS_EXEC");
}

TEST_CASE("a constant's name means its alias, then the constant outside of every scope, then one in a namespace") {
    const auto names = [](std::vector<std::string> declared, const std::map<std::string, std::string>& aliases) {
        WitnessAnswer answer;
        for (const auto& name : declared) answer.layout.constants.push_back({name, u(32), {}, "", {}});
        use_spec_names(answer, spec(), aliases);
        std::string all;
        for (const auto& one : answer.layout.constants) all += one.name + " ";
        return all;
    };
    CHECK(names({"gui::CMD_SYS_EXEC", "CMD_SYS_EXEC"}, {}) == "gui::CMD_SYS_EXEC CMD_SYS_EXEC ");
    CHECK(names({"gui::CMD_SYS_EXEC", "core::CMD_SYS_EXEC"}, {}) == "CMD_SYS_EXEC CMD_SYS_EXEC ");
    CHECK(names({"gui::CMD_SYS_EXEC", "CMD_SYS_EXEC", "S::CMD_SYS_EXEC"}, {{"S::CMD_SYS_EXEC", "CMD_SYS_EXEC"}}) ==
          "gui::CMD_SYS_EXEC ::CMD_SYS_EXEC CMD_SYS_EXEC ");
}

TEST_CASE("an alias of one enumeration is for no other enumeration of that name") {
    Layout wanted = spec();
    wanted.enums = {{"Kind", u(32), true, {}, "", {}}};
    WitnessAnswer answer;
    answer.layout.enums = {{"gui::Kind", u(8), true, {}, "", {}}, {"hal::Kind", u(32), true, {}, "", {}}};
    use_spec_names(answer, wanted, {{"hal::Kind", "Kind"}});
    CHECK(answer.layout.enums[0].name == "gui::Kind");
    CHECK(answer.layout.enums[1].name == "Kind");
}

TEST_CASE("two records that get one name are one if they agree, and a finding if they do not") {
    WitnessAnswer answer;
    answer.layout.records = {record("a::CmdPacket", 32, 16, cmd_packet().fields),
                             record("b::CmdPacket", 32, 16, cmd_packet().fields),
                             record("c::CmdPacket", 24, 8, {field("kind", u(32), 0)})};
    use_spec_names(answer, spec(), {});
    CHECK(answer.layout.records.size() == 1);
    REQUIRE(answer.other_definitions.size() == 1);
    CHECK(answer.other_definitions[0].size_bytes == 24);
}

TEST_CASE("of two records that lie where the spec nests one, the one with the spec's bytes has its name") {
    const auto holds = [](const char* name, const char* type) {
        Type nested = scalar(Kind::record, 64);
        nested.name = type;
        return record(name, 8, 8, {field("inner", nested, 0)});
    };
    Layout nesting;
    nesting.records = {holds("First", "Inner"), holds("Second", "Inner"),
                       record("Inner", 8, 8, {field("x", u(64), 0)})};
    for (const bool first_is_wrong : {true, false}) {
        CAPTURE(first_is_wrong);
        WitnessAnswer answer;
        answer.layout.records = {holds("First", "First::inner"), holds("Second", "Second::inner"),
                                 record("First::inner", 8, 8, {field("x", u(64), 0)}),
                                 record("Second::inner", 8, 8, {field("x", u(64), 0)})};
        answer.layout.records[first_is_wrong ? 2 : 3].fields[0].type = scalar(Kind::floating, 64);
        use_spec_names(answer, nesting, {});
        const auto* inner = find_record(answer.layout, "Inner");
        REQUIRE(inner != nullptr);
        CHECK(inner->fields[0].type.kind == Kind::unsigned_integer);
        CHECK(answer.layout.records[first_is_wrong ? 1 : 0].fields[0].type.name == "Inner");
    }
}

TEST_CASE("a definition replaces a mere declaration") {
    WitnessAnswer answer;
    Record declared;
    declared.name = "a::CmdPacket";
    answer.layout.records = {declared, cmd_packet()};
    use_spec_names(answer, spec(), {});
    REQUIRE(answer.layout.records.size() == 1);
    CHECK(answer.layout.records[0].size_bytes == 32);
}

TEST_CASE("an alias that is there speaks for its name, so that a namesake elsewhere is left alone") {
    WitnessAnswer answer;
    answer.layout.records = {record("gui::CmdPacket", 24, 8, {field("x", u(64), 0)}),
                             record("wire::CmdPacket", 32, 16, cmd_packet().fields)};
    use_spec_names(answer, spec(), {{"wire::CmdPacket", "CmdPacket"}});
    CHECK(answer.other_definitions.empty());
    CHECK(find_record(answer.layout, "CmdPacket")->size_bytes == 32);
    CHECK(find_record(answer.layout, "gui::CmdPacket") != nullptr);
}

TEST_CASE("an alias that is there speaks for its name, so that another record of that very name is a stranger") {
    Type nested;
    nested.kind = Kind::record;
    nested.name = "CmdPacket";
    WitnessAnswer answer;
    answer.layout.records = {record("drv_packet", 32, 16, cmd_packet().fields),
                             record("CmdPacket", 24, 8, {field("x", u(64), 0)}),
                             record("Slot", 24, 8, {field("packet", nested, 0)})};
    use_spec_names(answer, spec(), {{"drv_packet", "CmdPacket"}});
    CHECK(answer.other_definitions.empty());
    CHECK(find_record(answer.layout, "CmdPacket")->size_bytes == 32);
    CHECK(find_record(answer.layout, "::CmdPacket")->size_bytes == 24);
    CHECK(find_record(answer.layout, "Slot")->fields[0].type.name == "::CmdPacket");
}

TEST_CASE("a record under its alias and its own name is one") {
    WitnessAnswer answer;
    answer.layout.records = {record("drv_packet", 32, 16, cmd_packet().fields), cmd_packet()};
    use_spec_names(answer, spec(), {{"drv_packet", "CmdPacket"}});
    CHECK(answer.other_definitions.empty());
    CHECK(answer.layout.records.size() == 1);
}

TEST_CASE("an alias that is a whole name does not speak of what a program was linked with") {
    WitnessAnswer answer;
    answer.layout.records = {record("library::CmdPacket", 24, 8, {field("kind", u(32), 0)}),
                             record("CmdPacket", 32, 16, cmd_packet().fields)};
    use_spec_names(answer, spec(), {{"CmdPacket", "CmdPacket"}});
    CHECK(answer.other_definitions.empty());
    CHECK(find_record(answer.layout, "CmdPacket")->size_bytes == 32);
    CHECK(find_record(answer.layout, "library::CmdPacket") != nullptr);
}
