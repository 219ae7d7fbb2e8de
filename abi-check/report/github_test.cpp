#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <sstream>

#include "report/report.h"
#include "report/sample.h"

using namespace abi;

namespace {

std::vector<std::string> lines_of(const Comparison& comparison) {
    std::istringstream text(report_github(comparison));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

std::ptrdiff_t number_of(const std::vector<std::string>& lines, std::string_view start) {
    return std::ranges::count_if(lines, [&](const auto& line) { return line.starts_with(start); });
}

}  // namespace

TEST_CASE("a cause is one workflow command at its line, with its differences and the help below") {
    const auto lines = lines_of(sample::drifted());
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] ==
          "::error file=refkernel/hal/channel.h,line=21,endLine=21,title=abi-width%3A CmdPacket.arg::CmdPacket.arg: "
          "expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both (in hal on riscv64, x86_64)%0A"
          "Help: declare `arg` as u64");
    CHECK(lines[1].starts_with("abi-check: 1 record"));
}

TEST_CASE("a log without findings has no workflow command, and accepted findings are not annotated") {
    CHECK(report_github(sample::conforming()).starts_with("abi-check: 1 record"));
    CHECK(report_github(sample::accepted()).starts_with("abi-check: 1 record"));
}

TEST_CASE("levels are kinds of annotations, the worst first") {
    const auto lines = lines_of(sample::complete());
    const auto is_sorted = [](const std::string& line) {
        return line.starts_with("::error ") ? 0 : line.starts_with("::warning ") ? 1 : line.starts_with("::") ? 2 : 3;
    };
    CHECK(std::ranges::is_sorted(lines, {}, is_sorted));
    CHECK(number_of(lines, "::notice ") == 1);
}

TEST_CASE("what alters the terms is said before the errors") {
    auto comparison = sample::drifted();
    Finding altered;
    altered.rule = Rule::altered_terms;
    altered.level = Level::note;
    altered.message = "spec.json is altered";
    altered.place = {.file = "spec.json", .line = 1};
    comparison.findings.push_back(altered);
    sort_findings(comparison.findings);
    const auto lines = lines_of(comparison);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "::notice file=spec.json,line=1,endLine=1,title=abi-altered-terms::spec.json is altered");
    CHECK(lines[1].starts_with("::error "));
}

TEST_CASE("more annotations than GitHub shows are cut, and a notice says how many") {
    Comparison c = sample::drifted();
    const Finding one = c.findings[0];
    c.findings.clear();
    for (const auto level : {Level::error, Level::warning, Level::note}) {
        for (int i = 0; i < 12; ++i) {
            c.findings.push_back(one);
            c.findings.back().level = level;
            c.findings.back().field = std::to_string(i);
        }
    }
    const auto lines = lines_of(c);
    CHECK(number_of(lines, "::error ") == 10);
    CHECK(number_of(lines, "::warning ") == 10);
    CHECK(number_of(lines, "::notice ") == 10);
    CHECK(number_of(lines,
                    "::notice title=abi-check::2 of 12 errors, 2 of 12 warnings, 3 of 12 notices are not "
                    "annotated") == 1);
}

TEST_CASE("whatever a name, a path or a message holds, a line is one workflow command or none") {
    Comparison c = sample::drifted();
    const std::string hostile = "a%b,c:d\r\n::set-output name=x::y\n##[error]\xFF\x1b[2J";
    for (auto& finding : c.findings) finding.message = finding.place.file = finding.record = finding.remedy = hostile;
    c.first_side = "##[error]##[##[\n::error::b";
    const auto lines = lines_of(c);
    REQUIRE(lines.size() == 2);
    // "Workflow commands": a name, properties separated by commas, and a message that ends with the line.
    static const std::regex command("::(error|warning|notice) ((file|line|endLine|title)=[^,:\\r\\n]*,?)+::[^\\r\\n]*");
    CHECK(std::regex_match(lines[0], command));
    CHECK(lines[0].starts_with("::error file=a%25b%2Cc%3Ad%0D%0A%3A%3Aset-output name=x%3A%3Ay%0A"));
    CHECK(lines[0].find('\x1b') == std::string::npos);
    CHECK(lines[1].starts_with("abi-check: "));
    CHECK(lines[1].find("##[") == std::string::npos);
}

TEST_CASE("an incomplete comparison is an annotation, and an unknown line is line 1") {
    Comparison c = sample::conforming();
    c.incomplete = true;
    c.problems.push_back({{"src/a.h", 0, 0, 0, 0}, "", "a source of layer hal", "no such file"});
    c.unread = {"layer hal on riscv64"};
    const auto lines = lines_of(c);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] ==
          "::error file=src/a.h,line=1,endLine=1,title=abi-check%3A incomplete::expected a source of layer hal, found "
          "no such file%0A(the line is not known)");
    CHECK(lines[1].starts_with("::error title=abi-check%3A incomplete::layer hal on riscv64 was not compared"));
}
