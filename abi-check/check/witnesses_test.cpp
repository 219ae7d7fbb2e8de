#include "check/witnesses.h"

#include <doctest/doctest.h>

#include "check/conform.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

WitnessAnswer by(std::string witness, std::vector<Record> records) {
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.target = "riscv64";
    answer.witness = std::move(witness);
    answer.records = {"CmdPacket"};
    answer.layout.records = std::move(records);
    return answer;
}

/// As debug information has it: no alignment.
Record without_alignment(Record record) {
    record.align_bytes.reset();
    return record;
}

/// As DWARF has a packed struct of Zig: an integer.
Record fields_unknown(Record record) {
    record.fields.clear();
    record.align_bytes.reset();
    record.fields_unknown = "a bare integer of 256 bits";
    return record;
}

Record narrow() {
    Record record = cmd_packet();
    record.fields[2].type = u(32);
    return record;
}

Layout spec() {
    Layout layout;
    layout.origin = "spec.json";
    layout.records = {cmd_packet()};
    return layout;
}

std::string brief(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& f : findings) {
        text +=
            std::string(row_of(f.rule).id) + " " + subject(f) + (f.witness.empty() ? "" : " by " + f.witness) + "\n";
    }
    return text;
}

std::string contradictions_text(const std::vector<WitnessAnswer>& witnesses) {
    const WitnessAnswer combined = combine(witnesses);
    return brief(evidence_of("CmdPacket", find_record(combined.layout, "CmdPacket"), witnesses).findings);
}

std::string states(const std::vector<Evidence>& evidence) {
    std::string text;
    for (const auto& one : evidence) {
        text += (text.empty() ? "" : ", ") + one.witness + " " + std::string(to_string(one.state));
    }
    return text;
}

}  // namespace

TEST_CASE("witnesses that agree are all seen, and one without alignment is completed by another") {
    const std::vector witnesses{by("dwarf", {without_alignment(cmd_packet())}), by("clang", {cmd_packet()})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    CHECK(brief(result.findings).empty());
    REQUIRE(result.cells.size() == 1);
    CHECK(states(result.cells[0].evidence) == "dwarf seen, clang seen");
    CHECK(result.cells[0].actual->align_bytes == 16);
}

TEST_CASE("an alignment that no witness sees is not a pass") {
    const std::vector witnesses{by("dwarf", {without_alignment(cmd_packet())})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    REQUIRE(brief(result.findings) == "abi-unverified CmdPacket.alignment\n");
    CHECK(result.findings[0].message == "alignment of CmdPacket: expected 16 bytes, but no witness knows it");
}

TEST_CASE("the first witness is used, and one that sees another layout contradicts it") {
    const std::vector witnesses{by("clang", {cmd_packet()}), by("dwarf", {narrow()})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    REQUIRE(brief(result.findings) == "abi-evidence CmdPacket.arg by dwarf\n");
    const Finding& finding = result.findings[0];
    CHECK(finding.message == "CmdPacket.arg: clang sees u64 (8 bytes), dwarf sees u32 (4 bytes)");
    CHECK(finding.place.line == 4);
    CHECK(finding.related.size() == 1);
    CHECK(states(result.cells[0].evidence) == "clang seen, dwarf contradicts");
    CHECK(result.cells[0].actual->fields[2].type.width_bits == 64);
}

TEST_CASE("a contradiction is one finding, which counts the other differences") {
    Record moved = cmd_packet();
    for (auto& field : moved.fields) field.offset_bits += 64;
    moved.size_bytes = 40;
    const std::vector witnesses{by("clang", {cmd_packet()}), by("dwarf", {moved})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    REQUIRE(brief(result.findings) == "abi-evidence CmdPacket.kind by dwarf\n");
    CHECK(result.findings[0].message.ends_with("sees offset 8, and 4 more differ"));
}

TEST_CASE("a wrong witness is used if it comes first, and the other one contradicts it") {
    const std::vector witnesses{by("dwarf", {narrow()}), by("clang", {cmd_packet()})};
    CHECK(brief(conform(spec(), combine(witnesses), witnesses).findings) ==
          "abi-width CmdPacket.arg\nabi-evidence CmdPacket.arg by clang\n");
}

TEST_CASE("if the first witness does not know the fields, the next one that does is used") {
    const std::vector witnesses{by("dwarf", {fields_unknown(cmd_packet())}), by("probe", {cmd_packet()})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    REQUIRE(brief(result.findings) == "abi-unknown CmdPacket by dwarf\n");
    CHECK(result.findings[0].message ==
          "dwarf sees that CmdPacket has 32 bytes but does not know its fields: a bare integer of 256 bits");
    CHECK(states(result.cells[0].evidence) == "dwarf blind, probe seen");
    CHECK(result.cells[0].actual->fields.size() == 4);
}

TEST_CASE("a witness that cannot rely on the fields it sees does not know them") {
    Record doubtful = cmd_packet();
    doubtful.fields_unknown = "clang does not know its attribute pakced";
    const std::vector witnesses{by("clang", {doubtful})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    CHECK(brief(result.findings) == "abi-unknown CmdPacket by clang\n");
    CHECK(result.cells[0].verdict == Verdict::unverified);
}

TEST_CASE("a witness that lists the members takes precedence over one that was only asked") {
    Record asked = cmd_packet();
    asked.only_asked = "C cannot list the alternatives of a union";
    const std::vector<WitnessAnswer> alone{by("probe", {asked})};
    const auto result = conform(spec(), combine(alone), alone);
    CHECK(brief(result.findings) == "abi-asked-only CmdPacket\n");
    CHECK(states(result.cells[0].evidence) == "probe asked");
    const std::vector<WitnessAnswer> both{by("probe", {asked}), by("clang", {cmd_packet()})};
    const auto confirmed = conform(spec(), combine(both), both);
    CHECK(brief(confirmed.findings).empty());
    CHECK(states(confirmed.cells[0].evidence) == "probe asked, clang seen");
}

TEST_CASE("a layout that one witness knows to have no promise has none") {
    Record free = cmd_packet();
    free.no_promise = "it has no `repr(C)`";
    const std::vector<WitnessAnswer> witnesses{by("dwarf", {cmd_packet()}), by("probe", {free})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    CHECK(brief(result.findings) == "abi-no-promise CmdPacket\n");
    CHECK(result.findings[0].message == "the language promises no layout for CmdPacket: it has no `repr(C)`");
}

TEST_CASE("a blind witness that sees another size contradicts all the same") {
    Record larger = fields_unknown(cmd_packet());
    larger.size_bytes = 28;
    const std::vector witnesses{by("probe", {cmd_packet()}), by("dwarf", {larger})};
    CHECK(brief(conform(spec(), combine(witnesses), witnesses).findings) ==
          "abi-unknown CmdPacket by dwarf\nabi-evidence CmdPacket by dwarf\n");
}

TEST_CASE("where all are blind, the size is checked and the record is unverified") {
    Record shorter = fields_unknown(cmd_packet());
    shorter.size_bytes = 28;
    const std::vector witnesses{by("dwarf", {shorter})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    CHECK(brief(result.findings) == "abi-size CmdPacket\nabi-unknown CmdPacket by dwarf\n");
    CHECK(result.cells[0].verdict == Verdict::unverified);
    CHECK(result.cells[0].reason.find("a bare integer of 256 bits") != std::string::npos);
}

TEST_CASE("a witness that knows nothing of the record says so, and the others speak") {
    const std::vector witnesses{by("clang", {cmd_packet()}), by("dwarf", {})};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    CHECK(brief(result.findings).empty());
    CHECK(states(result.cells[0].evidence) == "clang seen, dwarf nothing");
    CHECK(result.cells[0].evidence[1].reason == "it does not know the record");
}

TEST_CASE("a witness that could not read is a finding of its own, although the others speak") {
    std::vector witnesses{by("clang", {cmd_packet()}), by("dwarf", {})};
    witnesses[1].problems = {{{"hal.o", 0, 0, 0, 0}, "", "debug information", "none"}};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    REQUIRE(brief(result.findings) == "abi-unverified hal.o by dwarf\n");
    CHECK(result.cells[0].evidence[1].reason == "expected debug information, found none");
}

TEST_CASE("where no witness knows the record it is missing, and unverified where one could not read") {
    std::vector witnesses{by("clang", {}), by("dwarf", {})};
    CHECK(brief(conform(spec(), combine(witnesses), witnesses).findings) == "abi-missing-record CmdPacket\n");
    witnesses[1].problems = {{{"hal.o", 0, 0, 0, 0}, "", "debug information", "none"}};
    const auto result = conform(spec(), combine(witnesses), witnesses);
    CHECK(brief(result.findings) == "abi-unverified CmdPacket\nabi-unverified hal.o by dwarf\n");
    CHECK(result.cells[0].verdict == Verdict::unverified);
}

TEST_CASE("what a witness does not know is not a contradiction") {
    Record vague = cmd_packet();
    vague.fields[2].type.kind = Kind::unknown;
    Type inner;
    inner.kind = Kind::record;
    inner.width_bits = 128;
    inner.name = "core::Id";
    Record holder = cmd_packet();
    holder.fields[3].type = inner;
    Record other_holder = holder;
    other_holder.fields[3].type.name = "Id";
    CHECK(contradictions_text({by("clang", {cmd_packet()}), by("probe", {vague})}).empty());
    CHECK(contradictions_text({by("clang", {holder}), by("probe", {other_holder})}).empty());
    Record empty = cmd_packet();
    empty.fields.push_back(field("none", scalar(Kind::unsigned_integer, 32, {2, 0}), 0));
    Record other_empty = empty;
    other_empty.fields.back().type.extents = {0, 0};
    CHECK(contradictions_text({by("clang", {empty}), by("probe", {other_empty})}).empty());
}

TEST_CASE("padding without a name that one witness sees is contradicted by none, in any order") {
    const Record without = record("CmdPacket", 32, 16, {field("kind", u(32), 0), field("arg", u(64), 8)});
    Record with = without;
    with.fields.insert(with.fields.begin() + 1, field("(unnamed)", u(32), 4, Role::padding));
    CHECK(contradictions_text({by("clang", {with}), by("dwarf", {without})}).empty());
    CHECK(contradictions_text({by("dwarf", {without}), by("clang", {with})}).empty());
    const WitnessAnswer combined = combine(std::vector{by("dwarf", {without}), by("clang", {with})});
    REQUIRE(combined.layout.records[0].fields.size() == 3);
    CHECK(combined.layout.records[0].fields[1].name == "(unnamed)");
}

TEST_CASE("a second definition is looked for with the witness that has it") {
    std::vector witnesses{by("clang", {cmd_packet()}), by("dwarf", {cmd_packet()})};
    witnesses[1].other_definitions = {narrow()};
    CHECK(brief(conform(spec(), combine(witnesses), witnesses).findings) == "abi-odr CmdPacket.arg\n");
}

TEST_CASE("a witness that does not know a record that it must know is a finding") {
    const auto findings = [](WitnessAnswer silent) {
        std::vector witnesses{by("clang", {cmd_packet()}), std::move(silent)};
        for (auto& witness : witnesses) witness.must_know = witness.records;
        return witnesses;
    };
    const auto found = [](const std::vector<WitnessAnswer>& witnesses) {
        return brief(conform(spec(), combine(witnesses), witnesses).findings);
    };
    CHECK(found(findings(by("dwarf", {}))) == "abi-silent CmdPacket by dwarf\n");
    Record declared;
    declared.name = "CmdPacket";
    CHECK(found(findings(by("dwarf", {declared}))) == "abi-silent CmdPacket by dwarf\n");
    CHECK(found(findings(by("dwarf", {cmd_packet()}))).empty());

    auto need_not_know = findings(by("dwarf", {}));
    need_not_know[1].must_know.clear();
    CHECK(found(need_not_know).empty());

    auto unread = findings(by("dwarf", {}));
    unread[1].problems = {{{.file = "a.o"}, "", "", "no debug information"}};
    CHECK(found(unread) == "abi-unverified a.o by dwarf\n");

    std::vector nothing{by("clang", {}), by("dwarf", {})};
    for (auto& witness : nothing) witness.must_know = witness.records;
    CHECK(found(nothing) == "abi-missing-record CmdPacket\n");
}

TEST_CASE("a constant is the first witness's, and another value contradicts it") {
    std::vector witnesses{by("clang", {cmd_packet()}), by("dwarf", {cmd_packet()}), by("probe", {cmd_packet()})};
    for (auto& witness : witnesses) witness.constants = {"RING_CAPACITY"};
    witnesses[0].layout.constants = {{"RING_CAPACITY", u(32), *parse_integer("64"), "", {"hal.h", 3, 1, 3, 9}}};
    witnesses[2].layout.constants = {{"RING_CAPACITY", u(32), *parse_integer("128"), "", {}}};
    Layout spec;
    spec.constants = {{"RING_CAPACITY", u(32), *parse_integer("64"), "", {}}};
    const auto findings = evidence_of_constants(spec, witnesses);
    REQUIRE(brief(findings) == "abi-evidence RING_CAPACITY by probe\n");
    CHECK(findings[0].message == "RING_CAPACITY: clang sees 0x40, probe sees 0x80");
    CHECK(findings[0].place.line == 3);
    const WitnessAnswer combined = combine(witnesses);
    REQUIRE(combined.layout.constants.size() == 1);
    CHECK(combined.layout.constants[0].value == *parse_integer("64"));

    // `enum class Ring { RING_CAPACITY = 128 };` of the spec, beside a global constant that only one witness sees.
    const Enum ring{"Ring", u(32), true, {{"RING_CAPACITY", *parse_integer("128"), "", {}}}, "", {}};
    witnesses[0].layout.enums = witnesses[1].layout.enums = {ring};
    spec.constants.clear();
    spec.enums = {ring};
    CHECK(brief(evidence_of_constants(spec, witnesses)).empty());
}
