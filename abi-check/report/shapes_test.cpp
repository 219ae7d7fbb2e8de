#include "report/shapes.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;

namespace {

std::vector<Shape> shapes(const Comparison& c, const std::string& record) {
    std::vector<const Cell*> cells;
    std::vector<const Finding*> findings;
    for (const auto& cell : c.cells) {
        if (cell.record == record) cells.push_back(&cell);
    }
    for (const auto& finding : c.findings) {
        if (finding.record == record) findings.push_back(&finding);
    }
    return shapes_of(find_record(c.expected, record), cells, findings);
}

}  // namespace

TEST_CASE("layers and targets that agree on every byte are one shape, the differing ones first") {
    const auto found = shapes(sample::complete(), "CmdPacket");
    REQUIRE(found.size() == 3);
    CHECK(found[0].verdict == Verdict::differs);
    CHECK(found[0].cells.size() == 3);
    CHECK(found[1].verdict == Verdict::conforms);
    CHECK(found[1].cells.size() == 6);
    CHECK(found[2].verdict == Verdict::not_applicable);
    CHECK_FALSE(found[2].actual.has_value());
}

TEST_CASE("a field says what is wrong with it, and links its findings") {
    const Comparison c = sample::complete();
    const auto found = shapes(c, "CmdPacket");
    const FieldPair& arg = found[0].fields[2];
    CHECK(arg.diverges);
    CHECK(arg.status == "4 bytes, not 8 bytes");
    CHECK(arg.findings.size() == 3);
    CHECK_FALSE(found[0].fields[0].diverges);
    CHECK(found[0].fields[0].status == "as expected");
    CHECK(found[0].findings.size() == 3);  // the hole is the record's
    CHECK_FALSE(found[1].fields[2].diverges);
    CHECK(found[1].fields[2].findings.empty());
}

TEST_CASE("padding is padding because the spec says so") {
    const auto found = shapes(sample::complete(), "CmdPacket");
    CHECK(found[0].actual->fields[1].role == Role::padding);
}

TEST_CASE("a field of another name at the same bits is the same field; one that fits nowhere stands alone") {
    Comparison c = sample::conforming();
    c.cells[0].actual->fields[2].name = "argument";
    c.cells[0].actual->fields.push_back(sample::field("more", "u8", 32));
    const auto found = shapes(c, "CmdPacket");
    REQUIRE(found[0].fields.size() == 5);
    CHECK(found[0].fields[2].status == "called argument here");
    CHECK_FALSE(found[0].fields[2].diverges);
    CHECK(found[0].fields[4].status == "not expected");
    CHECK(found[0].fields[4].diverges);
}

TEST_CASE("what the places do not show, the finding's rule says") {
    Comparison c = sample::conforming();
    Finding finding;
    finding.rule = Rule::signedness;
    finding.record = "CmdPacket";
    finding.field = "arg";
    finding.layer = "core";
    finding.target = "riscv64";
    c.findings = {finding};
    const auto found = shapes(c, "CmdPacket");
    CHECK(found[0].fields[2].status == row_of(Rule::signedness).title);
    CHECK(found[0].fields[2].diverges);
    c.findings[0].layer = "hal";  // another layer's fault is not this one's
    CHECK_FALSE(shapes(c, "CmdPacket")[0].fields[2].diverges);
}

TEST_CASE("a record that is new has no expected fields") {
    Comparison c = sample::conforming();
    c.expected.records.clear();
    const auto found = shapes(c, "CmdPacket");
    REQUIRE(found[0].fields.size() == 4);
    CHECK_FALSE(found[0].fields[0].expected.has_value());
    CHECK(found[0].fields[0].status == "not expected");
}

TEST_CASE("a record that varies by target has a part for each layout, with the cells on its targets") {
    const Comparison c = sample::by_target();
    std::vector<const Cell*> cells;
    for (const auto& cell : c.cells) cells.push_back(&cell);
    std::vector<const Record*> layouts;
    for (const auto& record : c.expected.records) layouts.push_back(&record);
    const auto parts = parts_of(layouts, cells, {});
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].targets == "all other targets");
    CHECK(parts[1].targets == "x86_64");
    for (const auto& part : parts) {
        REQUIRE(part.shapes.size() == 1);
        CHECK(part.shapes[0].cells.size() == 1);
        for (const auto& pair : part.shapes[0].fields) CHECK(pair.status == "as expected");
    }
    CHECK(parts_of({}, cells, {}).size() == 1);
}
