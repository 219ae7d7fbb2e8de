#include "report/fingerprint.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;

TEST_CASE("a fingerprint survives edits and tells findings apart") {
    std::vector<Finding> findings = sample::drifted().findings;
    const auto before = fingerprints(findings);
    CHECK(before[0] != before[1]);
    CHECK(before[0].size() == 16);
    for (auto& finding : findings) {
        finding.place.line += 100;
        finding.message += ", still";
    }
    CHECK(fingerprints(findings) == before);
    findings[0].field = "id";
    CHECK(fingerprints(findings)[0] != before[0]);
}

TEST_CASE("a fingerprint is a contract: the same key has the same one in every release") {
    Finding finding;
    finding.rule = Rule::offset;
    finding.record = "CmdPacket";
    finding.field = "arg";
    CHECK(key(finding) == "abi-offset/CmdPacket/arg//");
    CHECK(fingerprints({finding}) == std::vector<std::string>{"126af2f55f6b3d48"});
}

TEST_CASE("fingerprints are unique in a report even where keys are not") {
    const Finding finding = sample::drifted().findings[0];
    const auto names = fingerprints({finding, finding});
    CHECK(names[1] == names[0] + "-2");
}
