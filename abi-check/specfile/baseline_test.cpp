#include "specfile/baseline.h"

#include <doctest/doctest.h>

#include "specfile/refusal.h"

namespace abi {
namespace {

std::string baseline(const std::string& entries) {
    return R"({"abi_check_baseline": 1, "findings": [)" + entries + "]}";
}

TEST_CASE("a baseline is read as it was written") {
    const Finding entry{.rule = Rule::width,
                        .record = "R",
                        .field = "a",
                        .layer = "hal",
                        .target = "armv7",
                        .witness = "dwarf",
                        .expected = "u64",
                        .actual = "u32",
                        .message = "R.a: \"quoted\", ünï\n"};
    const std::string text = write_baseline({&entry, 1});
    const auto read = parse_baseline("b.json", text);
    for (const auto& problem : read.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(read);
    REQUIRE(read->size() == 1);
    const Finding& again = read->front();
    CHECK(key(again) == key(entry));
    CHECK(again.expected == entry.expected);
    CHECK(again.actual == entry.actual);
    CHECK(again.message == entry.message);
    CHECK(again.place.file == "b.json");
    CHECK(again.place.line == 4);
    CHECK(write_baseline(*read) == text);
}

TEST_CASE("a baseline without findings is a baseline") {
    const auto read = parse_baseline("b.json", write_baseline({}));
    REQUIRE(read);
    CHECK(read->empty());
}

TEST_CASE("text that is not UTF-8 can be written and read again") {
    const Finding entry{.rule = Rule::size, .record = "R\xFF", .message = "m"};
    CHECK(parse_baseline("b.json", write_baseline({&entry, 1})));
}

TEST_CASE("a baseline with a fault is refused") {
    for (const Refusal& row : {
             Refusal{"empty file", "", "", "JSON", "unexpected end of input"},
             Refusal{"cut off", R"({"abi_check_baseline": 1, "findings": [)", "", "JSON", "unexpected end of input"},
             Refusal{"another document", R"({"abi_check_baseline": 1, "findings": [], "specs": []})", "/specs",
                     "only keys", "specs"},
             Refusal{"another version", R"({"abi_check_baseline": 2, "findings": []})", "/abi_check_baseline",
                     "one of 1", "2"},
             Refusal{"no findings", R"({"abi_check_baseline": 1})", "", "the key \"findings\"", "no such key"},
             Refusal{"no rule", baseline(R"({"record": "R", "message": "m"})"), "/findings/0", "the key \"rule\"",
                     "no such key"},
             Refusal{"unknown rule", baseline(R"({"rule": "abi-ofset", "record": "R", "message": "m"})"),
                     "/findings/0/rule", "the id of a rule", "did you mean \"abi-offset\"?"},
             Refusal{"unknown key", baseline(R"({"rule": "abi-offset", "record": "R", "message": "m", "line": 4})"),
                     "/findings/0/line", "only keys", "line"},
         }) {
        check_refusal(row, parse_baseline("test.json", row.text));
    }
}

TEST_CASE("a baseline that is absent is a problem") {
    CHECK(read_baseline("absent.json").problems.at(0).found == "No such file or directory");
}

}  // namespace
}  // namespace abi
