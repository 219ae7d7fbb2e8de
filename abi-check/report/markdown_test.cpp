#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "report/report.h"
#include "report/sample.h"

using namespace abi;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the comment says the verdict first, then each cause in a row, then the grid in a fold") {
    const std::string text = report_markdown(sample::drifted());
    CHECK(
        text.starts_with("<!-- abi-check -->\n### abi-check: ✗ not passed\n\n<code>spec/membrane.abi.json</code>: 1 "
                         "record × 2 layers"));
    CHECK(has(text,
              "\n| | what | where | rule |\n|---|---|---|---|\n| ✗ error | CmdPacket.arg: expected u64 (8 bytes), "
              "found u32 (4 bytes), at offset 8 in both<br>Help: declare <code>arg</code> as u64 | "
              "<code>refkernel/hal/channel.h:21:14</code><br>in hal on riscv64, x86&#95;64 | abi-width |\n"));
    CHECK(has(text,
              "\n| record | layer | riscv64 | x86&#95;64 | arm |\n|---|---|---|---|---|\n| <code>CmdPacket</code> | "
              "hal | ✗ differs | ✗ differs | – n/a |\n"));
    CHECK(text.ends_with("\n</details>\n"));
}

TEST_CASE("a comparison without findings has no table of causes") {
    const std::string text = report_markdown(sample::conforming());
    CHECK(has(text, "### abi-check: ✓ passed\n"));
    CHECK_FALSE(has(text, "| rule |"));
    CHECK(has(text, "| <code>CmdPacket</code> | core | ✓ ok |\n"));
}

TEST_CASE("accepted findings are folded, with the reason") {
    const std::string text = report_markdown(sample::accepted());
    CHECK(has(text, "### abi-check: ✓ passed\n"));
    CHECK(has(text, "<details><summary>2 accepted findings</summary>\n\n| |"));
    CHECK(has(text, "| ○ waived | "));
    CHECK(has(text, "<br>Accepted: until the new HAL | "));
    CHECK(has(text, "<br>Accepted: the baseline abi-baseline.json has it | "));
}

TEST_CASE("a cause lists what follows from it in a fold") {
    Comparison c = sample::drifted();
    for (auto& finding : c.findings) finding.cause = "CmdPacket: `_pad` (u32) is missing";
    c.findings[1].message = "size of CmdPacket";
    const std::string text = report_markdown(c);
    CHECK(has(text, "| CmdPacket: <code>&#95;pad</code> (u32) is missing<br>Help"));
    CHECK(has(text, "<details><summary>2 differences</summary>CmdPacket.arg: expected"));
    CHECK(has(text, "<br>size of CmdPacket</details> |"));
}

TEST_CASE("an incomplete comparison has not passed, and says what is missing") {
    Comparison c = sample::conforming();
    c.incomplete = true;
    c.skipped = {"layer zig: no Zig compiler was found"};
    const std::string text = report_markdown(c);
    CHECK(has(text, "### abi-check: ? not complete\n"));
    CHECK(has(text, "- Not complete: not everything could be checked"));
    CHECK(has(text, "- Skipped: layer zig"));
}

TEST_CASE("a change has its class, and no grid") {
    const std::string text = report_markdown(sample::changed());
    CHECK(has(text, "at offset 8 in both (breaking)<br>"));
    CHECK_FALSE(has(text, "| record | layer |"));
}

TEST_CASE("a report that is too long for a comment is cut between rows, and says what is missing") {
    Comparison c = sample::drifted();
    const Finding one = c.findings[0];
    const Cell cell = c.cells[0];
    c.findings.clear();
    for (int i = 0; i < 2000; ++i) {
        c.findings.push_back(one);
        c.findings.back().field = std::to_string(i);
        c.findings.back().waived = i % 2 == 0 ? "old" : "";
        c.cells.push_back(cell);
        c.cells.back().record = "R" + std::to_string(i);
        c.skipped.push_back("something that was left out on purpose " + std::to_string(i));
    }
    const std::string text = report_markdown(c);
    CHECK(text.size() < 60'000);
    for (const auto* noun : {"remarks", "causes", "rows"}) {
        CHECK(has(text, std::string(" ") + noun + " more are not listed here"));
    }
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("|")) CHECK(line.ends_with("|"));
    }
}

TEST_CASE("no text of a finding becomes markup or leaves its cell of the table") {
    Comparison c = sample::drifted();
    const std::string hostile = "a|b\n<script>`x|` @all [y](z) \xFF";
    for (auto& finding : c.findings) finding.message = finding.layer = finding.place.file = finding.remedy = hostile;
    c.title = hostile;
    const std::string text = report_markdown(c);
    CHECK_FALSE(has(text, "<script"));
    CHECK_FALSE(has(text, "@all"));
    CHECK_FALSE(has(text, "](z"));
    CHECK_FALSE(has(text, "\xFF"));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with("abi-width |")) CHECK(std::ranges::count(line, '|') == 5);
    }
}
