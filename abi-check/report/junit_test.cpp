#include <doctest/doctest.h>

#include <algorithm>

#include "report/report.h"
#include "report/sample.h"

using namespace abi;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("each record of a layer on a target is a test case, and its failure has the cause") {
    const std::string text = report_junit(sample::drifted());
    CHECK(
        text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                         "<testsuites name=\"abi-check\" tests=\"6\" failures=\"2\" errors=\"0\">\n"
                         "  <testsuite name=\"hal on riscv64\" tests=\"1\" failures=\"1\" errors=\"0\" "
                         "skipped=\"0\">\n"
                         "    <testcase classname=\"hal.riscv64\" name=\"CmdPacket\">\n"
                         "      <failure type=\"abi-width\" message=\"CmdPacket.arg: expected u64 (8 bytes), found "
                         "u32 (4 bytes), at offset 8 in both\">refkernel/hal/channel.h:21:14: error: CmdPacket.arg: "
                         "expected u64 (8 bytes), found u32 (4 bytes), at offset 8 in both [abi-width]\n"
                         "Help: declare `arg` as u64\n</failure>\n    </testcase>\n"));
    CHECK(has(text, "    <testcase classname=\"core.riscv64\" name=\"CmdPacket\"/>\n"));
    CHECK(has(text, "<skipped message=\"not applicable: CmdPacket exists on riscv64, x86&#95;64") == false);
    CHECK(has(text, "<skipped message=\"not applicable: CmdPacket exists on riscv64, x86_64 only, says the spec\"/>"));
}

TEST_CASE("a record that could not be read is an error, and an accepted one is skipped with the reason") {
    CHECK(has(report_junit(sample::complete()), "<error type=\"abi-unverified\" message=\"Answer could not be read"));
    const std::string text = report_junit(sample::accepted());
    CHECK(has(text, "failures=\"0\" errors=\"0\">\n"));
    CHECK(has(text, "<skipped message=\"waived\">"));
    CHECK(has(text, "[abi-width]: accepted: until the new HAL\n"));
    CHECK(has(text, "<skipped message=\"known\">"));
}

TEST_CASE("a record that conforms with a warning is a passed test case with the warning below it") {
    Comparison c = sample::conforming();
    Finding warning = sample::drifted().findings[0];
    warning.level = Level::warning;
    warning.layer = "core";
    c.findings = {warning};
    const std::string text = report_junit(c);
    CHECK(has(text, "tests=\"1\" failures=\"0\" errors=\"0\">\n"));
    CHECK(has(text, "<system-out>refkernel/hal/channel.h:21:14: warning: CmdPacket.arg"));
}

TEST_CASE("an error that is about no record is a failed test case of its own") {
    Comparison c = sample::conforming();
    c.findings = {{.rule = Rule::waiver_unused, .message = "waiver 1 covers nothing", .place = {".abi-check.json", 4}}};
    const std::string text = report_junit(c);
    CHECK(has(text, "<testsuites name=\"abi-check\" tests=\"2\" failures=\"1\" errors=\"0\">"));
    CHECK(has(text,
              "<testcase classname=\"abi-check\" name=\"abi-waiver-unused\">\n      <failure "
              "type=\"abi-waiver-unused\" message=\"waiver 1 covers nothing\">"));
}

TEST_CASE("a file that could not be read is one test case with an error, and its targets are told once") {
    Comparison c = sample::conforming();
    Finding unread{.rule = Rule::unverified, .record = "in.c", .layer = "core", .message = "could not be read"};
    unread.cause = "in.c: no such file";
    for (const auto* target : {"riscv64", "x86_64"}) {
        unread.target = target;
        c.findings.push_back(unread);
    }
    CHECK(has(report_junit(c),
              "<error type=\"abi-unverified\" message=\"in.c: no such file\">error: in.c: no such file "
              "[abi-unverified]\n- could not be read\n</error>"));
}

TEST_CASE("an error on a record that otherwise conforms fails its test case, and not where it does not exist") {
    Comparison c = sample::conforming();
    c.targets.push_back("arm");
    c.cells.push_back({"CmdPacket", "core", "arm", Verdict::not_applicable, "not there", std::nullopt});
    c.findings = {{.rule = Rule::odr, .record = "CmdPacket", .layer = "core", .message = "two definitions"}};
    const std::string text = report_junit(c);
    CHECK(has(text, "tests=\"2\" failures=\"1\" errors=\"0\">\n"));
    CHECK(has(text, "<skipped message=\"not applicable: not there\"/>"));
}

TEST_CASE("a compatible change passes, and a breaking one fails") {
    Comparison c = sample::changed();
    CHECK(has(report_junit(c), "tests=\"1\" failures=\"1\" errors=\"0\">\n"));
    c.findings[0].level = Level::note;
    c.findings[0].change = Change::compatible;
    CHECK(has(report_junit(c), "tests=\"1\" failures=\"0\" errors=\"0\">\n"));
    CHECK_FALSE(has(report_junit(c), "<skipped"));
}

TEST_CASE("an incomplete comparison is a test case with an error") {
    Comparison c = sample::conforming();
    c.incomplete = true;
    c.problems.push_back({{"src/a.h", 0, 0, 0, 0}, "", "a source of layer hal", "no such file"});
    c.unread = {"layer hal on riscv64"};
    CHECK(has(report_junit(c),
              "<testcase classname=\"abi-check\" name=\"complete\">\n      <error type=\"incomplete\" "
              "message=\"expected a source of layer hal, found no such file (and 1 more)\">src/a.h: expected"));
}

TEST_CASE("whatever a name or a message holds, JUnit stays XML") {
    Comparison c = sample::drifted();
    const std::string hostile("a<b>&\"'\n\x01\xFF]]>\0z", 15);
    for (auto& finding : c.findings) finding.message = finding.remedy = hostile;
    const std::string text = report_junit(c);
    CHECK(has(text, "message=\"a&lt;b&gt;&amp;&quot;&#39;&#10;\uFFFD\uFFFD]]&gt;\uFFFDz\""));
    CHECK(has(text, "Help: a&lt;b&gt;&amp;&quot;&#39;\n\uFFFD\uFFFD]]&gt;"));
    CHECK(std::ranges::none_of(text, [](char c) { return c == '\0' || c == '\x01' || c == '\xFF'; }));
}
