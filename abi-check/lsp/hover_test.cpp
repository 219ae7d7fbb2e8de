#include "lsp/hover.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;
using namespace abi::lsp;

namespace {

std::string absolute(const std::string& file) {
    return "/project/" + file;
}

/// The record at a line of the file in which the first cell's record is declared.
std::string at(const Comparison& comparison, unsigned line, const std::string& word = "") {
    return record_at(comparison, {"/project/a.h", line, word}, absolute);
}

Comparison with_places() {
    auto comparison = sample::drifted();
    for (auto& cell : comparison.cells) {
        if (!cell.actual) continue;
        cell.actual->place = {"a.h", 10, 1, 15, 2};
        for (auto& field : cell.actual->fields) field.place = {"a.h", 12, 5};
    }
    return comparison;
}

}  // namespace

TEST_CASE("a record is found by its lines, or by its name anywhere") {
    const auto comparison = with_places();
    CHECK(at(comparison, 10) == "CmdPacket");
    CHECK(at(comparison, 15) == "CmdPacket");
    CHECK(at(comparison, 9).empty());
    CHECK(at(comparison, 16).empty());
    CHECK(at(comparison, 99, "CmdPacket") == "CmdPacket");
    CHECK(at(comparison, 99, "Cmd").empty());
    CHECK(record_at(comparison, {"/project/b.h", 10, ""}, absolute).empty());
}

TEST_CASE("of a record that lies in another one, the inner one is meant") {
    auto comparison = with_places();
    comparison.cells.push_back(comparison.cells.front());
    comparison.cells.back().record = "Inner";
    comparison.cells.back().actual->place = {"a.h", 12, 5, 13, 6};
    CHECK(at(comparison, 12) == "Inner");
    CHECK(at(comparison, 14) == "CmdPacket");
}

TEST_CASE("the text of a record draws the spec above each layer, then the verdicts and the findings") {
    const auto text = record_text(sample::drifted(), "CmdPacket");
    CHECK(text ==
          "CmdPacket: 32 bytes, aligned to 16\n"
          "    byte  0       4       8       12      16                              32\n"
          "    spec  |kind   |_pad   |arg            |id                             |\n"
          "    hal   |kind   |_pad   |arg    |.......|id                             |\n"
          "    core  |kind   |_pad   |arg            |id                             |\n"
          "  hal on riscv64, x86_64: differs, 32 bytes, aligned to 16\n"
          "  core on riscv64, x86_64: conforms, 32 bytes, aligned to 16\n"
          "  hal, core on arm: not applicable: CmdPacket exists on riscv64, x86_64 only, says the spec\n"
          "\n"
          "error: CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both "
          "(in hal on riscv64, x86_64) [abi-width]\n");
}

TEST_CASE("a record that nothing knows has no text, and a union has a list of fields") {
    CHECK(record_text(sample::drifted(), "Nothing").empty());
    auto comparison = sample::conforming();
    comparison.expected.records[0].kind = RecordKind::union_;
    CHECK(record_text(comparison, comparison.expected.records[0].name).find("     8  u64 arg\n") != std::string::npos);
}
