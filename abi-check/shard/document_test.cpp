// The report of a shard is read back as it was written; other texts are refused.
#include "shard/document.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "shard/shard_test.h"
#include "specfile/schema.h"

using namespace abi;
using nlohmann::json;

namespace {

const std::string version = "abi-check 1";

std::string refusal(const std::string& text) {
    const auto read = parse_shard_report("test.json", text, version);
    REQUIRE_FALSE(read);
    return to_string(read.problems.front());
}

}  // namespace

TEST_CASE("A report is read back with every part, and its schema describes it") {
    auto made = shard_of(1, 2).report;
    made.asked.specs = {"a"};
    made.asked.layers = {"b"};
    made.asked.targets = {"c"};
    made.asked.rules = {"d"};
    made.asked.baseline = "e";
    made.asked.terms_from = "main (12)";
    made.asked.altered = {Finding{
        .rule = Rule::altered_terms, .level = Level::note, .message = "s is new", .place = {.file = "s", .line = 1}}};
    made.split[0].problems = {file_problem("p", "q", "r")};
    made.split[0].unread = {file_problem("u", "v", "w")};
    const auto text = shard_json(made);
    CHECK(is_shard_report(text));
    CHECK(validate(json::parse(text), SchemaName::shard).empty());
    const auto back = parse_shard_report("test.json", text, version);
    REQUIRE(back);
    // The text says all there is, so two reports with the same text are the same.
    CHECK(shard_json(*back) == text);
    CHECK(back->asked.altered[0].message == "s is new");
    CHECK(back->asked.root == "/home");
    CHECK(back->whole.at({"objects", "armv7", 1}).problems.size() == 1);
    CHECK(to_string(back->split[0].unread[0]) == to_string(made.split[0].unread[0]));
    CHECK(back->split[0].units[0].settings == made.split[0].units[0].settings);
    CHECK(back->split[0].units[0].units.size() == 1);
}

TEST_CASE("What is not the report of a shard is told apart") {
    CHECK(is_shard_report(" {\n\t\"abi_check_shard\": 1}"));
    for (const auto* text : {"", "[]", "{", "{}", R"({"abi_check_report": 1})", R"({"x": 1, "abi_check_shard": 1})"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(is_shard_report(text));
    }
}

TEST_CASE("A report of another version, a damaged one, or an invalid one is refused") {
    auto root = json::parse(shard_json(shard_of(1, 2).report));
    const auto with = [&](const char* pointer, const json& value) {
        auto changed = root;
        changed[json::json_pointer(pointer)] = value;
        return changed.dump();
    };
    CHECK(refusal(with("/version", "abi-check 2")) ==
          "test.json: error: /version: expected the shard of a run of abi-check 1, which merges now, found "
          "\"abi-check 2\"");
    CHECK(refusal(with("/abi_check_shard", 2)).find("expected 1, the version that this abi-check reads, found 2") !=
          std::string::npos);
    CHECK(refusal(with("/number", 3)).find("/number: expected I/N with 1 <= I <= N") != std::string::npos);
    CHECK(refusal(with("/number", "1")).find("/number: expected") != std::string::npos);
    for (const auto* bytes : {"?", "AAAA", ""}) {
        CAPTURE(std::string(bytes));
        CHECK(refusal(with("/split/0/units/0/units", bytes)).find("one that was changed or cut off") !=
              std::string::npos);
        CHECK(refusal(with("/whole/0/reading", bytes)).find("one that was changed or cut off") != std::string::npos);
    }
    CHECK(refusal(R"({"abi_check_shard": 1, "abi_check_shard": 1})").find("error") != std::string::npos);
    const auto text = shard_json(shard_of(1, 2).report);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, text.size() / 2, text.size() - 3}) {
        CHECK_FALSE(parse_shard_report("test.json", text.substr(0, size), version));
    }
}
