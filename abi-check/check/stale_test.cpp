#include "check/stale.h"

#include <doctest/doctest.h>

using namespace abi;

namespace {

const std::string ours(64, 'a');
const std::string theirs(64, 'b');
const Digests now{{ours}, {{"CmdPacket", ours}}};

WitnessAnswer holding(Stamp stamp) {
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.target = "riscv64";
    answer.witness = "dwarf";
    answer.stamps = {std::move(stamp)};
    return answer;
}

std::string brief(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& f : findings) text += std::string(row_of(f.rule).id) + " " + subject(f) + "\n";
    return text;
}

}  // namespace

TEST_CASE("an object that was built against this spec is not stale, nor is one that does not say") {
    CHECK(check_stale(now, holding({"a.o", ours, {}})).empty());
    CHECK(check_stale(now, holding({"a.o", "", {}})).empty());
}

TEST_CASE("an object that was built against another spec is stale, and the finding names it") {
    const auto findings = check_stale(now, holding({"a.o", theirs, {}}));
    REQUIRE(brief(findings) == "abi-stale a.o\n");
    CHECK(findings[0].message == "a.o was built against another spec (digest bbbbbbbbbbbb…)");
    CHECK(findings[0].remedy == "rebuild a.o");
    CHECK(findings[0].place.file == "a.o");
    CHECK(findings[0].expected == ours);
    CHECK(findings[0].actual == theirs);
}

TEST_CASE("digests of records say which record it is, and that another part of the spec changed") {
    CHECK(brief(check_stale(now, holding({"a.o", theirs, {{"CmdPacket", theirs}}}))) == "abi-stale CmdPacket\n");
    CHECK(check_stale(now, holding({"a.o", theirs, {{"CmdPacket", ours}}})).empty());
    CHECK(brief(check_stale(now, holding({"a.o", theirs, {{"Somebody else's", theirs}}}))) == "abi-stale a.o\n");
}

TEST_CASE("an object is stale if one of its sources has another text now") {
    WitnessAnswer answer = holding({"a.o", "", {}});
    answer.changed = {{"a.o", "hal/ring.c"}};
    const auto findings = check_stale(now, answer);
    REQUIRE(brief(findings) == "abi-stale a.o.hal/ring.c\n");
    CHECK(findings[0].message == "a.o was built from another version of hal/ring.c than the one here");
}
