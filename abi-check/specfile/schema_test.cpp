#include "specfile/schema.h"

#include <doctest/doctest.h>

namespace abi {
namespace {

using nlohmann::json;

/// Every property of every object of a schema.
void check_described(const json& node, const std::string& at) {
    if (!node.is_object()) return;
    if (node.contains("properties") && node["properties"].is_object()) {
        // An object that lets unknown keys through hides typing errors.
        CAPTURE(at);
        CHECK(node.contains("additionalProperties"));
        for (const auto& [name, property] : node["properties"].items()) {
            CAPTURE(name);
            CHECK((property.contains("description") || property.contains("$ref")));
        }
    }
    for (const auto& [key, child] : node.items()) check_described(child, at + "/" + key);
}

TEST_CASE("each schema is draft-07, describes its properties and refuses unknown keys") {
    for (const auto name : {SchemaName::spec, SchemaName::config, SchemaName::dump, SchemaName::compare}) {
        const json schema = json::parse(schema_text(name));
        CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
        check_described(schema, "");
    }
}

TEST_CASE("a document that breaks a schema is told where, what was expected and what was found") {
    struct Row {
        const char* document;
        const char* pointer;
        const char* expected;
        const char* found;
    };
    for (const Row& row : {
             Row{R"([])", "", "an object", "an array"},
             Row{R"({})", "", "the key \"name\"", "no such key"},
             Row{R"({"name": 4})", "/name", "text", "4"},
             Row{R"({"name": ""})", "/name", "text that is not empty", "\"\""},
             Row{R"({"name": "n", "recods": []})", "/recods", "only keys", "did you mean \"records\"?"},
             Row{R"({"name": "n", "a/b": 1})", "/a~1b", "only keys", "\"a/b\""},
             Row{R"({"name": "n", "byte_order": "litle"})", "/byte_order", "one of \"little\", \"big\"",
                 "did you mean \"little\"?"},
             Row{R"({"name": "n", "records": [{"name": "R", "size": -1, "align": 1, "fields": []}]})",
                 "/records/0/size", "at least 0", "-1"},
             Row{R"({"name": "n", "records": [{"name": "R", "size": 1.5, "align": 1, "fields": []}]})",
                 "/records/0/size", "a whole number", "1.5"},
             Row{R"({"name": "n", "records": [{"name": "R", "size": 18446744073709551615, "align": 1, "fields": []}]})",
                 "/records/0/size", "at most 1099511627776", "18446744073709551615"},
             Row{R"({"name": "n", "constants": [{"name": "C", "type": "u8", "value": true}]})", "/constants/0/value",
                 "a whole number or text", "true"},
             Row{R"({"name": "n", "enums": [{"name": "E", "type": "u8", "values": []}]})", "/enums/0/values",
                 "at least 1 item", "an empty array"},
         }) {
        CAPTURE(std::string(row.document));
        const auto problems = validate(json::parse(row.document), SchemaName::spec);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].pointer == row.pointer);
        CHECK(problems[0].expected.find(row.expected) != std::string::npos);
        CHECK(problems[0].found.find(row.found) != std::string::npos);
    }
}

TEST_CASE("several faults are found at once") {
    const char* document = R"({"nam": "n", "byte_order": 1, "records": [{"nme": "R", "align": "1", "fields": [3]}]})";
    CHECK(validate(json::parse(document), SchemaName::spec).size() == 6);
}

TEST_CASE("a misspelt key is one fault, and not a missing key as well") {
    const auto problems = validate(json::parse(R"({"nme": "n", "byte_order": "little"})"), SchemaName::spec);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].pointer == "/nme");
}

TEST_CASE("a long value is shortened between characters") {
    std::string long_text;
    for (int i = 0; i < 100; ++i) long_text += "ä";
    const std::string shown = describe(long_text);
    CHECK(shown.size() < 70);
    CHECK(json::parse("\"" + shown.substr(1) + "\"").is_string());
}

}  // namespace
}  // namespace abi
