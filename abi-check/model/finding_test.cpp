#include "model/finding.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace abi;

TEST_CASE("rule ids are kebab-case, begin with abi-, and are not repeated") {
    std::set<std::string_view> seen;
    for (const auto& row : rule_table()) {
        CAPTURE(row.id);
        CHECK(row.id.starts_with("abi-"));
        CHECK(row.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
        CHECK(seen.insert(row.id).second);
        CHECK_FALSE(row.title.ends_with('.'));
        CHECK(parse_rule(row.id) == row.rule);
        CHECK(row_of(row.rule).id == row.id);
    }
    CHECK_FALSE(parse_rule("abi-nonsense"));
}

TEST_CASE("every rule says why it matters, shows what it catches, and how to mend that") {
    for (const auto& row : rule_table()) {
        CAPTURE(row.id);
        for (const std::string_view prose : {row.why, row.mend}) {
            CHECK(prose.size() > 80);
            CHECK(prose.ends_with('.'));
            CHECK(prose.find('\n') == std::string_view::npos);
            CHECK(prose.find("  ") == std::string_view::npos);
            CHECK(std::ranges::count(prose, '`') % 2 == 0);
        }
        CHECK(row.why != row.mend);
        CHECK_FALSE(row.example.empty());
        CHECK(row.example.front() != '\n');
        CHECK(row.example.back() != '\n');
        CHECK(std::ranges::count(row.example, '\n') >= 1);
        CHECK(std::ranges::count(row.example, '\n') < 12);
        CHECK(row.example.find("```") == std::string_view::npos);
        for (const std::string_view text : {row.title, row.why, row.example, row.mend}) {
            CHECK(std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
        }
    }
}

TEST_CASE("a finding's key holds no line number") {
    Finding finding;
    finding.rule = Rule::offset;
    finding.record = "CmdPacket";
    finding.field = "arg";
    finding.layer = "hal";
    finding.target = "riscv64";
    finding.place = {"hal.h", 12, 1, 12, 9};
    const std::string before = key(finding);
    CHECK(before == "abi-offset/CmdPacket/arg/hal/riscv64");
    finding.place.line = 40;
    CHECK(key(finding) == before);
}

TEST_CASE("errors come first, and what is waived comes last") {
    Finding note, error, waived;
    note.level = Level::note;
    error.level = Level::error;
    error.record = "Z";
    waived.level = Level::error;
    waived.waived = "agreed";
    std::vector findings{waived, note, error};
    sort_findings(findings);
    CHECK(findings[0].record == "Z");
    CHECK(findings[1].level == Level::note);
    CHECK(findings[2].waived == "agreed");
}

TEST_CASE("totals count what is waived apart") {
    Comparison comparison;
    Finding error, waived;
    waived.waived = "agreed";
    comparison.findings = {error, waived};
    comparison.cells.resize(2);
    comparison.cells[0].verdict = Verdict::conforms;
    const Totals totals = count(comparison);
    CHECK(totals.errors == 1);
    CHECK(totals.waived == 1);
    CHECK(totals.conforms == 1);
    CHECK(totals.unverified == 1);
}
