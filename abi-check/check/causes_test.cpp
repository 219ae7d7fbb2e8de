#include "check/causes.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "check/conform.h"
#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

WitnessAnswer answer_of(Layout layout) {
    WitnessAnswer answer;
    answer.layer = "hal";
    answer.target = "riscv64";
    answer.witness = "clang";
    for (const auto& one : layout.records) answer.records.push_back(one.name);
    answer.layout = std::move(layout);
    return answer;
}

std::vector<std::string> causes(const Layout& spec, Layout actual) {
    std::vector<std::string> all;
    for (const auto& finding : conform(spec, answer_of(std::move(actual))).findings) {
        if (finding.level == Level::error) all.push_back(finding.cause);
    }
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
}

Record inner(std::uint64_t size, std::vector<Field> fields) {
    return record("Inner", size, 4, std::move(fields));
}

Field nested(const char* name, const char* type, std::uint64_t size_bytes, std::uint64_t at) {
    Field one = field(name, u(32), at);
    one.type = {};
    one.type.kind = Kind::record;
    one.type.name = type;
    one.type.width_bits = size_bytes * 8;
    return one;
}

}  // namespace

TEST_CASE("what follows from the size of a nested record has the cause of that size, at each level") {
    Layout spec;
    spec.records = {inner(12, {field("a", u(32), 0), field("b", u(32), 4), field("c", u(32), 8)}),
                    record("Middle", 16, 4, {nested("in", "Inner", 12, 0), field("crc", u(32), 12)}),
                    record("Outer", 20, 4, {nested("mid", "Middle", 16, 0), field("end", u(32), 16)})};
    Layout actual;
    actual.records = {inner(8, {field("a", u(32), 0), field("c", u(32), 4)}),
                      record("Middle", 12, 4, {nested("in", "Inner", 8, 0), field("crc", u(32), 8)}),
                      record("Outer", 16, 4, {nested("mid", "Middle", 12, 0), field("end", u(32), 12)})};
    CHECK(causes(spec, actual) ==
          std::vector<std::string>{"Inner: `b` (u32) is missing after `a`: c 8 → 4, 8 bytes instead of 12"});
}

TEST_CASE("an edit beside a nested record is a cause of its own") {
    Layout spec;
    spec.records = {inner(8, {field("a", u(32), 0), field("b", u(32), 4)}),
                    record("Outer", 16, 4, {nested("in", "Inner", 8, 0), field("x", u(32), 8), field("y", u(32), 12)})};
    Layout actual;
    actual.records = {inner(4, {field("a", u(32), 0)}),
                      record("Outer", 8, 4, {nested("in", "Inner", 4, 0), field("y", u(32), 4)})};
    CHECK(causes(spec, actual) ==
          std::vector<std::string>{"Inner: `b` (u32) is missing after `a`: 4 bytes instead of 8",
                                   "Outer: `x` (u32) is missing after `in`: y 12 → 4, 8 bytes instead of 16"});
}

TEST_CASE("records of a file that could not be read have the cause of that file") {
    Layout spec;
    spec.records = {record("A", 4, 4, {field("a", u(32), 0)}), record("B", 4, 4, {field("b", u(32), 0)})};
    WitnessAnswer answer = answer_of(spec);
    answer.layout.records.clear();
    answer.problems.push_back({{"a.h", 3, 1}, "", "a header", "a picture"});
    const auto found = conform(spec, answer).findings;
    REQUIRE(found.size() == 3);
    for (const auto& finding : found) CHECK(finding.cause == found[0].cause);
    CHECK(std::ranges::count(found, true, &Finding::leads) == 1);
}
