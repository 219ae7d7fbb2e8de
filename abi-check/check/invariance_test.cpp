#include "check/invariance.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

TEST_CASE("targets that disagree are named together, in one finding") {
    Layout spec;
    spec.records = {record("R", 16, 8, {field("a", u(64), 0), field("b", u(64), 8)})};
    std::vector<WitnessAnswer> answers(4);
    const char* targets[] = {"riscv64", "x86_64", "armv7", "i686"};
    for (std::size_t t = 0; t < 4; ++t) {
        answers[t].layer = "hal";
        answers[t].target = targets[t];
        answers[t].layout.records = {spec.records[0]};
        if (t >= 2) answers[t].layout.records[0] = record("R", 8, 4, {field("a", u(32), 0), field("b", u(32), 4)});
    }
    const auto findings = check_invariance(spec, forms_of(spec, answers));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].message ==
          "R.a depends on the target: u64 (8 bytes) on riscv64, x86_64, u32 (4 bytes) on armv7, i686");
    CHECK(findings[0].target.empty());

    spec.records[0].targets = {"riscv64", "x86_64"};
    CHECK(check_invariance(spec, forms_of(spec, answers)).empty());
}

TEST_CASE("a char that is signed on one target only does not matter where the spec says bytes") {
    Layout spec;
    spec.records = {record("R", 8, 1, {field("name", bytes(8), 0)})};
    std::vector<WitnessAnswer> answers(2);
    for (std::size_t t = 0; t < 2; ++t) {
        answers[t].layer = "hal";
        answers[t].target = t == 0 ? "x86_64" : "riscv64";
        const Kind kind = t == 0 ? Kind::signed_integer : Kind::unsigned_integer;
        answers[t].layout.records = {record("R", 8, 1, {field("name", scalar(kind, 8, {8}), 0)})};
    }
    CHECK(check_invariance(spec, forms_of(spec, answers)).empty());
    spec.records[0].fields[0].type = scalar(Kind::signed_integer, 8, {8});
    CHECK(check_invariance(spec, forms_of(spec, answers)).size() == 1);
}
