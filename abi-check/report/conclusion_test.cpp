#include "report/conclusion.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;

namespace {

std::string sentence(const Comparison& comparison) {
    return conclusion_of(comparison, group_findings(comparison)).sentence;
}

Cell cell(std::string record, std::string layer, Verdict verdict) {
    return {.record = std::move(record), .layer = std::move(layer), .target = "t", .verdict = verdict};
}

}  // namespace

TEST_CASE("the conclusion counts causes and layers, and the records that conform everywhere") {
    Comparison c;
    c.cells = {cell("A", "one", Verdict::conforms), cell("A", "two", Verdict::differs),
               cell("B", "one", Verdict::conforms), cell("B", "two", Verdict::not_applicable),
               cell("C", "one", Verdict::conforms), cell("D", "one", Verdict::not_applicable)};
    c.findings = {{.rule = Rule::size, .record = "A", .layer = "two", .target = "t", .message = "a"},
                  {.rule = Rule::width, .record = "A", .field = "f", .layer = "one", .target = "t", .message = "b"}};
    CHECK(sentence(c) == "2 causes in 2 layers; 2 of 3 records conform");
}

TEST_CASE("findings of one cause are one cause") {
    Comparison c;
    c.cells = {cell("A", "two", Verdict::differs)};
    c.findings = {{.rule = Rule::size, .record = "A", .layer = "two", .target = "t", .message = "a", .cause = "why"},
                  {.rule = Rule::offset, .record = "A", .layer = "two", .target = "t", .message = "b", .cause = "why"}};
    CHECK(sentence(c) == "1 cause in 1 layer; the record does not conform");
}

TEST_CASE("what is accepted is counted by itself, and warnings are no cause") {
    Comparison c;
    c.cells = {cell("A", "one", Verdict::waived), cell("B", "one", Verdict::conforms)};
    c.findings = {{.rule = Rule::size, .record = "A", .layer = "one", .message = "a", .waived = "agreed"},
                  {.rule = Rule::size, .level = Level::warning, .record = "B", .layer = "one", .message = "b"}};
    const Conclusion conclusion = conclusion_of(c, group_findings(c));
    CHECK(conclusion.words == "What does not conform is accepted");
    CHECK(conclusion.sentence == "1 accepted cause in 1 layer; 1 of 2 records conforms");
}

TEST_CASE("a comparison in which all conforms says so in one sentence") {
    CHECK(sentence(sample::conforming()) == "the record conforms");
    CHECK(sentence(Comparison{}) == "");
}
