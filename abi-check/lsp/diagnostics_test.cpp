#include "lsp/diagnostics.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;
using namespace abi::lsp;

namespace {

const Files files{[](const std::string& file) { return "/project/" + file; },
                  [](const std::string&) { return std::string(200, '\n'); }};

}  // namespace

TEST_CASE("a group of findings is one diagnostic, with the rule as its code and the spec's place as related") {
    const auto all = diagnostics_of(sample::drifted());
    REQUIRE(all.size() == 1);
    CHECK(all[0].code == "abi-width");
    CHECK(all[0].level == Level::error);
    CHECK(all[0].message.find("arg") != std::string::npos);
    const auto lists = by_file(all, files);
    REQUIRE(lists.size() == 1);
    const auto& shown = lists.begin()->second[0];
    CHECK(lists.begin()->first == "/project/" + all[0].place.file);
    CHECK(shown["severity"] == 1);
    CHECK(shown["source"] == "abi-check");
    CHECK(shown["range"]["start"]["line"] == all[0].place.line - 1);
    CHECK(shown["relatedInformation"].size() == all[0].related.size());
}

TEST_CASE("what is accepted has no diagnostic, and a comparison without findings has none") {
    CHECK(diagnostics_of(sample::accepted()).empty());
    CHECK(diagnostics_of(sample::conforming()).empty());
}

TEST_CASE("what could not be checked is a warning where the comparison is stated") {
    auto comparison = sample::conforming();
    comparison.asked_by = ".abi-check.json";
    comparison.incomplete = true;
    const auto all = diagnostics_of(comparison);
    REQUIRE(all.size() == 1);
    CHECK(all[0].place.file == ".abi-check.json");
    CHECK(all[0].level == Level::warning);
}

TEST_CASE("a problem is an error at its place, with its pointer") {
    const std::vector<Problem> problems{{{"p.abi.json", 3, 5}, "/records/0/size", "a number", "\"32\""}, {}};
    const auto all = diagnostics_of(problems);
    REQUIRE(all.size() == 2);
    CHECK(all[0].message == "/records/0/size: expected a number, found \"32\"");
    const auto lists = by_file(all, files);
    REQUIRE(lists.size() == 1);  // the other one has no file
    CHECK(lists.at("/project/p.abi.json")[0]["range"]["start"]["line"] == 2);
    CHECK_FALSE(lists.at("/project/p.abi.json")[0].contains("code"));
}
