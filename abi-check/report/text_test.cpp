#include <doctest/doctest.h>

#include <algorithm>

#include "report/report.h"
#include "report/sample.h"

using namespace abi;

TEST_CASE("a drift on two of three targets is one finding, a grid and one closing line") {
    CHECK(
        report_text(sample::drifted(), {}) ==
        R"(refkernel/hal/channel.h:21:14: error: CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both (in hal on riscv64, x86_64) [abi-width]
spec/membrane.abi.json:66:9: note: the spec says so here
    help: declare `arg` as u64

                 riscv64  x86_64  arm
CmdPacket  hal   FAIL     FAIL    -
           core  ok       ok      -

  ok    conforms
  FAIL  differs
  -     not applicable: CmdPacket exists on riscv64, x86_64 only, says the spec

abi-check: 1 record × 2 layers × 3 targets: 2 conform, 2 differ, 2 not applicable; 1 error, 0 warnings, 0 notes
)");
}

TEST_CASE("when all conforms, the grid and the closing line say so") {
    CHECK(report_text(sample::conforming(), {}) == R"(                 riscv64
CmdPacket  core  ok

  ok    conforms

abi-check: 1 record × 1 layer × 1 target: 1 conforms, 0 differ; 0 errors, 0 warnings, 0 notes
)");
}

TEST_CASE("expected and actual have lines of their own where the message does not say them") {
    Comparison c = sample::drifted();
    c.findings.resize(1);
    Finding& f = c.findings[0];
    f.related.clear();
    f.remedy.clear();
    f.message = "CmdPacket.arg is 64 bits short";
    f.expected = "64";
    f.actual = "4";  // is in "64", but not as a word
    CHECK(report_text(c, {false, true}) ==
          "refkernel/hal/channel.h:21:14: error: CmdPacket.arg is 64 bits short (in hal on riscv64) [abi-width]\n"
          "    actual:   4\n");
}

TEST_CASE("a waived finding is one line with its reason") {
    Comparison c = sample::drifted();
    for (auto& finding : c.findings) finding.waived = "until the new HAL";
    CHECK(report_text(c, {false, true}) ==
          "refkernel/hal/channel.h:21:14: waived: CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at "
          "offset 8 "
          "in both (in hal on riscv64, x86_64) [abi-width]: until the new HAL\n");
}

TEST_CASE("a diff names the class of each change and has no grid") {
    CHECK(
        report_text(sample::changed(), {}) ==
        R"(refkernel/hal/channel.h:21:14: error: CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both (in hal) [abi-width] [breaking]
spec/membrane.abi.json:66:9: note: the spec says so here
    help: declare `arg` as u64
abi-check: 1 breaking, 0 compatible, 0 cosmetic changes
)");
}

TEST_CASE("colour is there when it is wanted and only then") {
    const Comparison c = sample::complete();
    const std::string plain = report_text(c, {});
    std::string colored = report_text(c, {true, false});
    CHECK(plain.find('\x1b') == std::string::npos);
    CHECK(colored.find("\x1b[1;31merror:\x1b[0m") != std::string::npos);
    // Without its colours it is the same text.
    for (auto at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b')) {
        colored.erase(at, colored.find('m', at) + 1 - at);
    }
    CHECK(colored == plain);
}

TEST_CASE("many targets and long names still fit 80 columns") {
    Comparison c = sample::drifted();
    c.findings.clear();
    c.targets.clear();
    c.cells.clear();
    for (int i = 0; i < 12; ++i) c.targets.push_back("a-rather-long-target-" + std::to_string(i));
    for (const auto& target : c.targets) {
        c.cells.push_back({std::string(60, 'R'), "a-layer-with-a-long-name", target, Verdict::unverified,
                           "the unit needs a header that the sysroot of this target does not have, namely stdio.h",
                           std::nullopt});
    }
    const std::string text = report_text(c, {});
    for (std::size_t at = 0; at < text.rfind("abi-check:");) {
        const std::size_t end = text.find('\n', at);
        const auto columns = std::count_if(text.begin() + static_cast<std::ptrdiff_t>(at),
                                           text.begin() + static_cast<std::ptrdiff_t>(end),
                                           [](char ch) { return (static_cast<unsigned char>(ch) & 0xC0) != 0x80; });
        CHECK(columns <= 80);
        at = end + 1;
    }
    for (const auto& target : c.targets) CHECK(text.find(target) != std::string::npos);
}

TEST_CASE("a name cannot forge a line or move the cursor") {
    Comparison c = sample::drifted();
    c.findings[0].message = "a\nb\x1b[2J";
    c.cells[0].record = "Cmd\nPacket";
    const std::string text = report_text(c, {});
    CHECK(text.find("a\\x0ab\\x1b[2J") != std::string::npos);
    CHECK(text.find("Cmd\\x0aPacket") != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("witnesses that see the same are named in one line below the grid") {
    Comparison c = sample::conforming();
    c.cells[0].evidence = {{"clang", WitnessState::seen, ""}, {"probe", WitnessState::seen, ""}};
    CHECK(report_text(c, {}) == R"(                 riscv64
CmdPacket  core  ok

  ok    conforms
  witnesses agree (clang, probe): core

abi-check: 1 record × 1 layer × 1 target: 1 conforms, 0 differ; 0 errors, 0 warnings, 0 notes
)");
}

TEST_CASE("where a witness sees less or something else, each has a row of its own") {
    Comparison c = sample::conforming();
    c.cells[0].evidence = {{"probe", WitnessState::seen, ""},
                           {"dwarf", WitnessState::fields_unknown, "an integer"},
                           {"dump", WitnessState::contradicts, "28 bytes"}};
    CHECK(report_text(c, {}).starts_with(R"(                    riscv64
CmdPacket  core     ok
             probe  seen
             dwarf  blind
             dump   DIFF

  ok    conforms
  seen  this witness sees the record as the first witness does
  DIFF  this witness sees another layout
  blind this witness sees the record but not its fields
)"));
}

TEST_CASE("a finding says which witness it is about") {
    Comparison c = sample::drifted();
    for (auto& finding : c.findings) finding.witness = "dwarf";
    CHECK(report_text(c, {}).find("(in hal by dwarf on riscv64, x86_64) [abi-width]") != std::string::npos);
}

TEST_CASE("waived and known are words of their own in the findings, the grid, its legend and the totals") {
    CHECK(
        report_text(sample::accepted(), {}) ==
        R"(refkernel/hal/channel.h:21:14: known: CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both (in hal on x86_64) [abi-width]
refkernel/hal/channel.h:21:14: waived: CmdPacket.arg: expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both (in hal on riscv64) [abi-width]: until the new HAL

                 riscv64  x86_64  arm
CmdPacket  hal   waived   known   -
           core  ok       ok      -

  ok      conforms
  waived  does not conform, and waivers accept that
  known   does not conform, and the baseline accepts that
  -       not applicable: CmdPacket exists on riscv64, x86_64 only, says the
          spec

abi-check: 1 record × 2 layers × 3 targets: 2 conform, 0 differ, 1 waived, 1 known, 2 not applicable; 0 errors, 0 warnings, 0 notes, 1 waived, 1 known
)");
}

TEST_CASE("a mark that is wider than the name of its target widens the column") {
    Comparison c = sample::accepted();
    c.cells[2].verdict = Verdict::waived;
    c.cells[2].reason = "only declared";
    const std::string text = report_text(c, {});
    CHECK(text.find("CmdPacket  hal   waived   known    waived1\n") != std::string::npos);
    CHECK(text.find("  waived1  waived: only declared\n") != std::string::npos);
}
