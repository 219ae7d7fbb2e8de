#include "report/group.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;

TEST_CASE("findings that differ in their target alone become one, in the comparison's order of targets") {
    Comparison c = sample::drifted();
    std::swap(c.findings[0], c.findings[1]);
    const auto groups = group_findings(c);
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].targets == std::vector<std::string>{"riscv64", "x86_64"});
    CHECK(groups[0].lead->target == "riscv64");
    CHECK_FALSE(groups[0].every_target);
}

TEST_CASE("findings that differ in anything else stay apart") {
    const auto count_after = [](auto&& change) {
        Comparison c = sample::drifted();
        change(c.findings[1]);
        return group_findings(c).size();
    };
    CHECK(count_after([](Finding& f) { f.layer = "core"; }) == 2);
    CHECK(count_after([](Finding& f) { f.message += "!"; }) == 2);
    CHECK(count_after([](Finding& f) { f.place.line = 1; }) == 2);
    CHECK(count_after([](Finding& f) { f.waived = "known"; }) == 2);
    CHECK(count_after([](Finding& f) { f.related.clear(); }) == 2);
    CHECK(count_after([](Finding& f) { f.change = Change::breaking; }) == 2);
    CHECK(count_after([](Finding&) {}) == 1);
}

TEST_CASE("findings of one cause become one, with the place of the one that leads") {
    Comparison c = sample::drifted();
    for (auto& finding : c.findings) finding.cause = "CmdPacket: `_pad` (u32) is missing: arg 8 → 4";
    Finding size = c.findings[0];
    size.rule = Rule::size;
    size.field.clear();
    size.message = "size of CmdPacket: expected 32 bytes, found 28 bytes";
    c.findings[0].leads = c.findings[1].leads = true;
    c.findings.insert(c.findings.begin(), size);
    const auto groups = group_findings(c);
    REQUIRE(groups.size() == 1);
    CHECK(groups[0].all.size() == 3);
    CHECK(groups[0].lead->leads);
    CHECK(groups[0].message() == c.findings[1].cause);
    CHECK(groups[0].differences().size() == 2);
    c.findings[0].layer = "core";
    CHECK(group_findings(c).size() == 2);
    c.findings[0].layer = c.findings[1].layer;
    c.findings[0].waived = "the size is agreed on";
    CHECK(group_findings(c).size() == 2);
}

TEST_CASE("A group gives its findings by difference, each with its targets") {
    Comparison comparison;
    comparison.targets = {"a", "b"};
    for (const auto* const field : {"one", "two"}) {
        for (const auto* const target : {"a", "b"}) {
            Finding finding{.rule = Rule::offset, .record = "P", .field = field, .target = target};
            finding.message = field;
            finding.cause = "a cause";
            comparison.findings.push_back(finding);
        }
    }
    const auto groups = group_findings(comparison);
    REQUIRE(groups.size() == 1);
    const auto all = groups[0].by_difference();
    REQUIRE(all.size() == 2);
    CHECK(all[0].size() == 2);
    CHECK(all[0][0]->field == "one");
    CHECK(all[0][1]->target == "b");
    CHECK(all[1][0]->field == "two");
}
