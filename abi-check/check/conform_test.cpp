#include "check/conform.h"

#include <doctest/doctest.h>

#include "check/witnesses.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Layout spec() {
    Layout layout;
    layout.origin = "spec.json";
    layout.records = {cmd_packet()};
    layout.enums = {{"CmdKind", u(32), true, {{"CMD_SYS_EXEC", *parse_integer("0x400"), "", {}}}, "", {}}};
    layout.constants = {{"RING_CAPACITY", u(32), *parse_integer("64"), "", {}}};
    return layout;
}

WitnessAnswer honest() {
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.target = "riscv64";
    answer.records = {"CmdPacket"};
    answer.constants = {"CMD_SYS_EXEC", "RING_CAPACITY"};
    answer.layout.records = {cmd_packet()};
    answer.layout.enums = spec().enums;
    answer.layout.constants = spec().constants;
    return answer;
}

std::string brief(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& f : findings) text += std::string(row_of(f.rule).id) + " " + subject(f) + "\n";
    return text;
}

}  // namespace

TEST_CASE("a layer that says what the spec says has no findings") {
    const auto result = conform(spec(), honest());
    CHECK(brief(result.findings).empty());
    REQUIRE(result.cells.size() == 1);
    CHECK(result.cells[0].verdict == Verdict::conforms);
    CHECK(result.cells[0].actual->fields.size() == 4);
}

TEST_CASE("a type that is local to its unit is compared with the spec, not with a namesake of another unit") {
    WitnessAnswer answer = honest();
    answer.layout.records[0].unit_local = true;
    answer.other_definitions = {cmd_packet()};
    auto& other = answer.other_definitions[0];
    other.unit_local = true;
    other.fields[1].name = "_fill";
    CHECK(brief(conform(spec(), answer).findings).empty());
    other.fields[2].type = u(32);
    const auto result = conform(spec(), answer);
    CHECK(brief(result.findings).starts_with("abi-width CmdPacket.arg\n"));
    CHECK(brief(result.findings).find("abi-odr") == std::string::npos);
    CHECK(result.cells[0].actual->fields[2].type.width_bits == 64);
    answer.layout.records[0].unit_local = other.unit_local = false;
    CHECK(brief(conform(spec(), answer).findings).starts_with("abi-odr"));
}

TEST_CASE("a finding names field, widths, layer, target and both places") {
    WitnessAnswer answer = honest();
    answer.layout.records[0].fields[2].type = u(32);
    const auto result = conform(spec(), answer);
    REQUIRE(brief(result.findings) == "abi-width CmdPacket.arg\n");
    const Finding& finding = result.findings[0];
    CHECK(finding.message == "CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both");
    CHECK(finding.layer == "hal");
    CHECK(finding.target == "riscv64");
    CHECK(finding.place.line == 4);
    CHECK(finding.related.size() == 1);
    CHECK(finding.remedy == "declare `arg` as u64");
}

TEST_CASE("the remedy for undeclared padding names the field to insert") {
    WitnessAnswer answer = honest();
    std::erase_if(answer.layout.records[0].fields, [](const Field& f) { return f.name == "_pad"; });
    const auto result = conform(spec(), answer);
    REQUIRE(brief(result.findings) == "abi-implicit-padding CmdPacket._pad\n");
    CHECK(result.findings[0].level == Level::error);
    CHECK(result.findings[0].expected == "u32 at offset 4, declared");
    CHECK(result.findings[0].actual == "4 bytes of implicit padding at offset 4");
    CHECK(result.findings[0].remedy == "insert `_pad: u32` after `kind` and set it to zero");
}

TEST_CASE("the remedy for bits names their number, and there is none behind an array without an end") {
    const auto remedy_of = [](Record expected, Record actual) {
        Layout wanted;
        wanted.records = {std::move(expected)};
        WitnessAnswer answer;
        answer.records = {"R"};
        answer.layout.records = {std::move(actual)};
        const auto findings = conform(wanted, answer).findings;
        REQUIRE(brief(findings) == "abi-implicit-padding R._pad\n");
        return findings[0].remedy;
    };
    const auto bits = [](std::string name, std::uint64_t offset, std::uint64_t width, Role role = Role::data) {
        Field result = field(std::move(name), u(32), 0, role);
        result.offset_bits = offset;
        result.bit_width = width;
        return result;
    };
    const Record half = record("R", 4, 4, {bits("a", 0, 3)});
    CHECK(remedy_of(record("R", 4, 4, {bits("a", 0, 3), bits("_pad", 3, 29, Role::padding)}), half) ==
          "insert `_pad: u32:29` after `a` and set it to zero");
    Field tail = field("items", u(8), 4);
    tail.type.flexible_tail = true;
    const Record open = record("R", 8, 4, {field("n", u(32), 0), tail});
    Record padded = open;
    padded.fields.push_back(field("_pad", bytes(4), 4, Role::padding));
    CHECK(remedy_of(padded, open).empty());
}

TEST_CASE("a part of a record whose fields are not known is unverified, and not missing") {
    Layout wanted;
    wanted.records = {record("Outer::header", 4, 4, {field("n", u(32), 0)})};
    WitnessAnswer answer;
    answer.records = {"Outer::header"};
    answer.layout.records = {record("Outer", 8, 4, {})};
    CHECK(brief(conform(wanted, answer).findings) == "abi-missing-record Outer::header\n");

    answer.layout.records[0].fields_unknown = "it has a virtual base";
    const auto result = conform(wanted, answer);
    REQUIRE(brief(result.findings) == "abi-unverified Outer::header\n");
    CHECK(result.findings[0].message ==
          "Outer::header is a part of Outer, whose fields are not known: it has a virtual base");
    CHECK(result.cells[0].verdict == Verdict::unverified);
}

TEST_CASE("a record that is not there is missing, and unverified if a unit could not be read") {
    WitnessAnswer answer = honest();
    answer.layout.records.clear();
    CHECK(brief(conform(spec(), answer).findings) == "abi-missing-record CmdPacket\n");

    answer.problems = {{{"hal.c", 3, 1, 0, 0}, "", "", "unknown type name 'u128'"}};
    const auto result = conform(spec(), answer);
    REQUIRE(brief(result.findings) == "abi-unverified CmdPacket\nabi-unverified hal.c\n");
    CHECK(result.findings[0].message == "CmdPacket is not in any file that could be read");
    CHECK(result.findings[1].message == "could not be read: unknown type name 'u128'");
    CHECK(result.cells[0].verdict == Verdict::unverified);
    // The reason is said once, by the finding about the file.
    REQUIRE(result.findings[0].related.size() == 1);
    CHECK(result.findings[0].related[0].message == "this could not be read");
    CHECK(result.cells[0].reason == "hal.c:3:1 could not be read");
}

TEST_CASE("a record that is only declared is unverified") {
    WitnessAnswer answer = honest();
    answer.layout.records[0].size_bytes.reset();
    answer.layout.records[0].fields.clear();
    const auto result = conform(spec(), answer);
    CHECK(brief(result.findings) == "abi-unverified CmdPacket\n");
    CHECK(result.cells[0].verdict == Verdict::unverified);
}

TEST_CASE("a unit that could not be read is a finding although every record was found elsewhere") {
    WitnessAnswer answer = honest();
    answer.problems = {{{"other.c", 3, 1, 0, 0}, "", "", "'x.h' file not found"}};
    CHECK(brief(conform(spec(), answer).findings) == "abi-unverified other.c\n");
}

TEST_CASE("a record that the spec does not give to a target is not asked for there, and the cell says why") {
    Layout partial = spec();
    partial.records[0].targets = {"x86_64"};
    WitnessAnswer answer = honest();
    answer.layout.records.clear();
    const auto result = conform(partial, answer);
    CHECK(brief(result.findings).empty());
    CHECK(result.cells[0].verdict == Verdict::not_applicable);
    CHECK(result.cells[0].reason == "the spec has CmdPacket on x86_64 only");
}

TEST_CASE("constants and enumerators are compared by value, wherever the layer keeps them") {
    WitnessAnswer answer = honest();
    answer.layout.enums.clear();
    answer.layout.constants.push_back({"CMD_SYS_EXEC", u(32), *parse_integer("0x401"), "", {"hal.h", 7, 9, 7, 20}});
    const auto result = conform(spec(), answer);
    REQUIRE(brief(result.findings) == "abi-value CmdKind.CMD_SYS_EXEC\n");
    CHECK(result.findings[0].message == "CMD_SYS_EXEC: expected 0x400, found 0x401");

    answer.layout.constants.clear();
    CHECK(brief(conform(spec(), answer).findings) ==
          "abi-missing-constant RING_CAPACITY\nabi-missing-constant CmdKind.CMD_SYS_EXEC\n");
}

TEST_CASE("an enumeration of another width, of no stated width, or with more names is found") {
    WitnessAnswer answer = honest();
    answer.layout.enums[0].type = u(8);
    CHECK(brief(conform(spec(), answer).findings) == "abi-enum-width CmdKind\n");

    answer.layout.enums[0].type = u(32);
    answer.layout.enums[0].fixed_width = false;
    answer.layout.records[0].fields[0].type = {.kind = Kind::enumeration, .width_bits = 32, .name = "CmdKind"};
    const auto result = conform(spec(), answer);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings[0].level == Level::warning);

    answer.layout.enums[0].fixed_width = true;
    answer.layout.enums[0].enumerators.push_back({"CMD_SECRET", *parse_integer("7"), "", {}});
    CHECK(brief(conform(spec(), answer).findings) == "abi-extra-enumerator CmdKind.CMD_SECRET\n");
}

TEST_CASE("habits that break on the next target are warnings") {
    WitnessAnswer answer = honest();
    answer.layout.records[0].fields[2].type.host_sized = true;
    answer.layout.records[0].fields[2].type.spelling = "size_t";
    CHECK(brief(conform(spec(), answer).findings) == "abi-host-sized CmdPacket.arg\n");

    Layout pointers = spec();
    pointers.records[0].fields[2].type.host_sized = true;
    CHECK(brief(conform(pointers, answer).findings).empty());
    answer.layout.records[0].fields[2].name = "arg_ptr";  // the spec means a pointer there, whatever its name is
    CHECK(brief(conform(pointers, answer).findings) == "abi-renamed CmdPacket.arg\n");
    CHECK(brief(conform(spec(), answer).findings).find("abi-host-sized CmdPacket.arg_ptr\n") != std::string::npos);

    WitnessAnswer packed = honest();
    packed.layout.records[0] = record("CmdPacket", 28, 1, {field("kind", u(32), 0), field("arg", u(64), 4)});
    packed.layout.records[0].packed = true;
    CHECK(brief(conform(spec(), packed).findings).find("abi-packed-misaligned CmdPacket.arg\n") != std::string::npos);
}

TEST_CASE("two definitions of one name name both places and the first field that differs") {
    WitnessAnswer answer = honest();
    answer.other_definitions = {
        record("CmdPacket", 24, 8, {field("kind", u(32), 0), field("arg", u(32), 4), field("id", u(128), 8)})};
    const auto result = conform(spec(), answer);
    REQUIRE(brief(result.findings) == "abi-odr CmdPacket.arg\n");
    CHECK(result.findings[0].message ==
          "CmdPacket is defined twice, with different layouts: arg is at offset 8 there and at offset 4 here");
}

TEST_CASE("a target of the other byte order is found") {
    WitnessAnswer answer = honest();
    answer.layout.byte_order = ByteOrder::big;
    const auto result = conform(spec(), answer);
    CHECK(brief(result.findings) == "abi-byte-order spec.json\nabi-byte-order CmdPacket\n");
    CHECK(result.findings[0].cause == result.findings[1].cause);
}

TEST_CASE("a name with two values in one layer is wrong where it is wrong") {
    WitnessAnswer answer = honest();
    answer.layout.constants.push_back({"RING_CAPACITY", u(32), *parse_integer("128"), "", {"other.h", 3, 9, 3, 22}});
    const auto result = conform(spec(), answer);
    REQUIRE(brief(result.findings) == "abi-value RING_CAPACITY\n");
    CHECK(result.findings[0].place.file == "other.h");
}

TEST_CASE("a field that the spec reserves and the layer uses is not just renamed") {
    Layout reserving = spec();
    reserving.records[0].fields[2].name = "_reserved";
    reserving.records[0].fields[2].role = Role::reserved;
    const auto result = conform(reserving, honest());
    REQUIRE(brief(result.findings) == "abi-kind CmdPacket._reserved\n");
    CHECK(result.findings[0].message.find("expected `_reserved`, reserved, found `arg`, in use") != std::string::npos);
}

TEST_CASE("the spec's enumeration speaks for its own names, whatever others call the same") {
    WitnessAnswer answer = honest();
    answer.layout.enums.push_back({"ui::Key", u(8), true, {{"CMD_SYS_EXEC", *parse_integer("27"), "", {}}}, "", {}});
    CHECK(brief(conform(spec(), answer).findings).empty());
}

TEST_CASE("what takes the name of a global enumerator in another unit has its value") {
    auto answer = honest();
    answer.global_enums = {"CmdKind"};
    answer.layout.enums[0].place = {.file = "a.c"};
    answer.layout.constants.push_back({"CMD_SYS_EXEC", u(32), *parse_integer("7"), "", {.file = "b.c"}});
    answer.layout.enums.push_back(
        {"Other", u(32), true, {{"CMD_SYS_EXEC", *parse_integer("8"), "", {}}}, "", {.file = "c.c"}});
    CHECK(brief(conform(spec(), answer).findings) == "abi-value CmdKind.CMD_SYS_EXEC\n");  // Other may have a scope
    answer.global_enums.insert("Other");
    const auto findings = conform(spec(), answer).findings;
    REQUIRE(brief(findings) == "abi-value CmdKind.CMD_SYS_EXEC\nabi-value CmdKind.CMD_SYS_EXEC\n");
    CHECK(findings[0].place.file == "b.c");
    CHECK(findings[1].place.file == "c.c");  // the witness has no place of the enumerator
}

TEST_CASE("a constant is not the enumerator of the same name in a scope or in an enumeration of the spec") {
    WitnessAnswer answer = honest();
    answer.layout.enums.push_back({"ui::Key", u(8), true, {{"RING_CAPACITY", *parse_integer("27"), "", {}}}, "", {}});
    CHECK(brief(conform(spec(), answer).findings).empty());
    answer.layout.enums[0].enumerators.push_back({"RING_CAPACITY", *parse_integer("3"), "", {}});
    CHECK(brief(conform(spec(), answer).findings) == "abi-extra-enumerator CmdKind.RING_CAPACITY\n");
    answer.layout.enums.push_back({"key", u(8), true, {{"RING_CAPACITY", *parse_integer("28"), "", {}}}, "", {}});
    CHECK(brief(conform(spec(), answer).findings) ==
          "abi-value RING_CAPACITY\nabi-extra-enumerator CmdKind.RING_CAPACITY\n");
}

TEST_CASE("an enumeration carried by a signed integer is found") {
    WitnessAnswer answer = honest();
    answer.layout.enums[0].type = i(32);
    CHECK(brief(conform(spec(), answer).findings) == "abi-enum-width CmdKind\n");
}

TEST_CASE("definitions that only spell their padding otherwise are one") {
    WitnessAnswer answer = honest();
    answer.other_definitions = {cmd_packet()};
    answer.other_definitions[0].fields[1] = field("fill", bytes(4), 4, Role::padding);
    CHECK(brief(conform(spec(), answer).findings).empty());
}

TEST_CASE("bytes of a spec are what no spec can name, if it is known to be as large") {
    Layout opaque = spec();
    opaque.records[0].fields[3].type = bytes(16);
    WitnessAnswer answer = honest();
    Type& found = answer.layout.records[0].fields[3].type;
    found = scalar(Kind::unknown, 128);
    found.spelling = "long double";
    CHECK(brief(conform(opaque, answer).findings).empty());

    found = scalar(Kind::unknown, 16, {8});
    CHECK(brief(conform(opaque, answer).findings).empty());

    found = scalar(Kind::unknown, 96);
    found.spelling = "long double";
    const auto smaller = conform(opaque, answer);
    REQUIRE(brief(smaller.findings) == "abi-width CmdPacket.id\n");
    CHECK(smaller.findings[0].message ==
          "CmdPacket.id: expected bytes[16] (16 bytes), found long double (12 bytes), at offset 16 in both");

    found = scalar(Kind::unknown, 0);
    CHECK(brief(conform(opaque, answer).findings) == "abi-unknown CmdPacket.id\n");
    found = scalar(Kind::floating, 128);
    CHECK(brief(conform(opaque, answer).findings) == "abi-kind CmdPacket.id\n");
}

TEST_CASE("bytes of a spec are a nested record, or an array of records, of the same size") {
    Layout opaque = spec();
    opaque.records[0].fields[3].type = bytes(16);
    WitnessAnswer answer = honest();
    Type& found = answer.layout.records[0].fields[3].type;
    found = scalar(Kind::record, 128);
    found.name = "Inner";
    CHECK(brief(conform(opaque, answer).findings) == "abi-form CmdPacket.id\n");
    found.width_bits = 32;
    found.extents = {2, 2};
    CHECK(brief(conform(opaque, answer).findings) == "abi-form CmdPacket.id\n");

    found.extents = {3};
    CHECK(brief(conform(opaque, answer).findings) == "abi-width CmdPacket.id\n");
    found.extents = {};
    found.flexible_tail = true;
    CHECK(brief(conform(opaque, answer).findings) == "abi-kind CmdPacket.id\n");
}

TEST_CASE("a type that the witness does not know is unknown where the spec has a number, and no difference") {
    WitnessAnswer answer = honest();
    answer.layout.records[0].fields[3].type = scalar(Kind::unknown, 128);
    CHECK(brief(conform(spec(), answer).findings) == "abi-unknown CmdPacket.id\n");

    Layout opaque = spec();
    opaque.records[0].fields[3].type = bytes(16);
    answer.layout.records[0].fields[3].name = "other";
    CHECK(brief(conform(opaque, answer).findings) ==
          "abi-missing-field CmdPacket.id\nabi-extra-field CmdPacket.other\n");
}

TEST_CASE("a bit-field of unknown kind is unverified, and one of another width differs") {
    const auto findings_of = [](unsigned width) {
        const auto bits = [](Kind kind, unsigned count) {
            Field result = field("a", scalar(kind, 32), 0);
            result.bit_width = count;
            return result;
        };
        Layout wanted;
        wanted.records = {record("R", 4, 4, {bits(Kind::unsigned_integer, 5)})};
        WitnessAnswer answer;
        answer.records = {"R"};
        answer.layout.records = {record("R", 4, 4, {bits(Kind::unknown, width)})};
        return brief(conform(wanted, answer).findings);
    };
    CHECK(findings_of(5) == "abi-unknown R.a\n");
    CHECK(findings_of(6) == "abi-kind R.a\n");
}

TEST_CASE("an array without elements is nowhere, so no spec can place it; a tail is where it begins") {
    WitnessAnswer answer = honest();
    auto& fields = answer.layout.records[0].fields;
    fields.push_back(field("none", scalar(Kind::unsigned_integer, 32, {2, 0}), 0));
    CHECK(brief(conform(spec(), answer).findings).empty());
    fields.back().type = u(32);
    fields.back().type.flexible_tail = true;
    CHECK(brief(conform(spec(), answer).findings) == "abi-extra-field CmdPacket.none\n");
}

TEST_CASE("the width of a C enumeration matters only where a record holds it") {
    auto answer = honest();
    answer.layout.enums[0].fixed_width = false;
    CHECK(conform(spec(), answer).findings.empty());
    auto holder = spec();
    auto& kind = holder.records[0].fields[0].type;
    kind = {.kind = Kind::enumeration, .width_bits = 32, .name = "CmdKind"};
    CHECK(brief(conform(holder, answer).findings) == "abi-enum-width CmdKind\n");
    answer.records.clear();
    CHECK(conform(holder, answer).findings.empty());
}

TEST_CASE("an enumeration that the layer leaves out is not compared") {
    auto answer = honest();
    answer.layout.enums[0].type = u(8);
    CHECK(brief(conform(spec(), answer).findings) == "abi-enum-width CmdKind\n");
    answer.enums_left_out = {"CmdKind"};
    CHECK(conform(spec(), answer).findings.empty());
}

TEST_CASE("a static assertion that fails is a finding beside those of the layout") {
    auto answer = honest();
    answer.failed_assertions = {{{"a.h", 5, 1, 0, 0}, "", "", "static assertion failed: b moved"}};
    const auto result = conform(spec(), answer);
    CHECK(brief(result.findings) == "abi-assertion a.h\n");
    CHECK(result.findings[0].message == "static assertion failed: b moved");
    CHECK(result.cells[0].verdict == Verdict::conforms);
}

TEST_CASE("findings are in the order of the fields, missing ones among them") {
    auto answer = honest();
    auto& fields = answer.layout.records[0].fields;
    for (auto& one : fields) one.place.line = 2;
    fields[0].type = u(16);
    fields[2].name = "zeta";
    fields[2].type = scalar(Kind::floating, 64);
    fields[3].type = u(64);
    auto findings = conform(spec(), answer).findings;
    sort_findings(findings);
    CHECK(brief(findings) ==
          "abi-width CmdPacket.kind\nabi-missing-field CmdPacket.arg\n"
          "abi-extra-field CmdPacket.zeta\nabi-width CmdPacket.id\n");
}

/// `unsigned on : 1; unsigned : 31;` as a witness sees it.
WitnessAnswer flags_by(const std::string& witness, bool lists_padding) {
    WitnessAnswer answer = honest();
    answer.witness = witness;
    answer.constants.clear();
    answer.records = {"Flags"};
    auto on = field("on", u(32), 0);
    on.bit_width = 1;
    answer.layout.records = {record("Flags", 4, 4, {on})};
    if (!lists_padding) return answer;
    auto rest = field("(unnamed)", u(32), 0, Role::padding);
    rest.offset_bits = 1;
    rest.bit_width = 31;
    answer.layout.records[0].fields.push_back(rest);
    return answer;
}

TEST_CASE("debug information does not tell an unnamed bit-field from a hole, and clang does") {
    Layout flags;
    flags.records = flags_by("clang", true).layout.records;
    flags.records[0].fields[1].name = "_pad";
    const auto found_by = [&](WitnessAnswers witnesses) {
        return brief(conform(flags, combine(witnesses), witnesses).findings);
    };
    const auto dwarf = flags_by("dwarf", false);
    CHECK(found_by({dwarf}) == "abi-unverified Flags._pad\n");
    CHECK(found_by({dwarf, flags_by("clang", true)}).empty());
    CHECK(found_by({dwarf, flags_by("clang", false)}) == "abi-implicit-padding Flags._pad\n");
    CHECK(found_by({flags_by("clang", false)}) == "abi-implicit-padding Flags._pad\n");
}

TEST_CASE("what a probe cannot name is unverified") {
    Layout outer;
    outer.records = {
        record("In", 1, 1, {field("a", u(8), 0)}),
        record("Out", 8, 4, {field("in", scalar(Kind::record, 8), 0), field("_fill", u(32), 4, Role::padding)})};
    outer.records[1].fields[0].type.name = "In";
    outer.records[1].fields.insert(outer.records[1].fields.begin() + 1, field("_gap", bytes(3), 1, Role::padding));
    WitnessAnswer answer = honest();
    answer.witness = "probe";
    answer.constants.clear();
    answer.records = {"In", "Out"};
    answer.layout.records = {outer.records[1]};
    auto& fields = answer.layout.records[0].fields;
    fields[0].type.name.clear();
    fields[2].name = "(unnamed at byte 4)";
    fields[2].role = Role::data;
    const auto result = conform(outer, answer);
    CHECK(brief(result.findings) ==
          "abi-unverified In\nabi-unverified Out.in\n"
          "abi-unverified Out.(unnamed at byte 4)\n");
    CHECK(result.findings[0].message == "In has no name in Out.in, so its fields are unknown");
    fields[0].type.width_bits = 16;
    CHECK(brief(conform(outer, answer).findings).find("abi-width Out.in\n") != std::string::npos);
}

TEST_CASE("a nested record of another name, which a probe finds without its name, is missing once and as a whole") {
    Layout outer;
    outer.records = {
        record("Out", 12, 4, {field("kind", u(32), 0), field("in", scalar(Kind::record, 64), 4)}),
        record("In", 8, 4, {field("a", u(32), 0), field("b", u(32), 4)}),
    };
    outer.records[0].fields[1].type.name = "In";
    WitnessAnswer answer = honest();
    answer.witness = "probe";
    answer.constants.clear();
    answer.records = {"In", "Out"};
    answer.layout.records = outer.records;
    Field& found = answer.layout.records[0].fields[1];
    found = field("(unnamed at byte 4)", scalar(Kind::unknown, 32), 4);
    const auto result = conform(outer, answer);
    CHECK(brief(result.findings) == "abi-missing-field Out.in\n");
    CHECK(result.findings[0].message == "Out.in is missing: expected In at offset 4, found a field of another name");
}

TEST_CASE("the memory of a union under a made-up name is unknown once, for all of its members") {
    Layout outer;
    outer.records = {record("R", 8, 4, {field("irq", u(32), 0), field("status", i(32), 0), field("level", u(32), 4)})};
    WitnessAnswer answer = honest();
    answer.constants.clear();
    answer.records = {"R"};
    answer.layout.records = {record("R", 8, 4, {field("anon0", bytes(4), 0), field("level", u(32), 4)})};
    const auto result = conform(outer, answer);
    CHECK(brief(result.findings) == "abi-unknown R.anon0\n");
    CHECK(result.findings[0].message ==
          "R.anon0: expected irq or status, found bytes[4], memory without a name, at offset 0 in both");
    // A name that a person wrote is another member.
    answer.layout.records[0].fields[0].name = "raw";
    CHECK(brief(conform(outer, answer).findings).find("abi-missing-field R.irq") != std::string::npos);
    // Without a missing member, it is a field of another name.
    answer.layout.records[0].fields[0].name = "anon0";
    outer.records[0].fields = {field("data", bytes(4), 0), field("level", u(32), 4)};
    CHECK(brief(conform(outer, answer).findings) == "abi-renamed R.data\n");
}

TEST_CASE("the size of a pointer that no witness knows leaves a value open") {
    auto sized = spec();
    sized.constants[0].expression = Expression{.form = "ioctl", .direction = "read", .type = {.low = 'E'}};
    sized.constants[0].expression->record = "ptr";
    sized.constants[0].expression->argument = {.kind = Kind::pointer, .width_bits = 64, .host_sized = true};
    auto answer = honest();
    CHECK(brief(conform(sized, answer).findings) == "abi-unverified RING_CAPACITY\n");
    answer.column[Fact::pointer_bits] = "32";
    const auto result = conform(sized, answer);
    CHECK(brief(result.findings) == "abi-value RING_CAPACITY\n");
    CHECK(result.findings[0].message ==
          "RING_CAPACITY: expected 0x80044500 (read, type 'E', number 0, 4 bytes), "
          "found 0x40 (none, type 0, number 64, 0 bytes)");
}

TEST_CASE("a layer that does not exist on the target has cells that are not applicable, and no findings") {
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.target = "riscv64";
    answer.records = {"CmdPacket"};
    answer.constants = {"RING_CAPACITY"};
    answer.left_out = "layer hal is on armv7 only";
    const auto result = conform(spec(), answer);
    CHECK(brief(result.findings).empty());
    REQUIRE(result.cells.size() == 1);
    CHECK(result.cells[0].verdict == Verdict::not_applicable);
    CHECK(result.cells[0].reason == "layer hal is on armv7 only");
    answer.left_out.clear();
    CHECK_FALSE(conform(spec(), answer).findings.empty());
}

TEST_CASE("a spec with a layout for each target states how wide `long` is") {
    Layout varies = spec();
    varies.records.push_back(cmd_packet());
    varies.records[1].targets = {"riscv64"};
    WitnessAnswer answer = honest();
    answer.layout.records[0].fields[2].type.host_sized = true;
    answer.layout.records[0].fields[2].type.spelling = "long";
    CHECK(brief(conform(spec(), answer).findings) == "abi-host-sized CmdPacket.arg\n");
    CHECK(brief(conform(varies, answer).findings).empty());
}
