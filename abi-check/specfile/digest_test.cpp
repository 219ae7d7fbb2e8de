#include "specfile/digest.h"

#include <doctest/doctest.h>

#include "specfile/read.h"

namespace abi {
namespace {

const char* const plain = R"({
    "name": "a", "constants": [{"name": "C", "type": "u32", "value": 1024}, {"name": "B", "type": "u8", "value": 10}],
    "enums": [{"name": "E", "type": "u32", "values": [{"name": "Y", "value": 1}, {"name": "X", "value": 2}]}],
    "records": [
        {"name": "R", "size": 8, "align": 4, "targets": ["x", "y"], "fields": [
            {"name": "kind", "type": "E", "offset": 0, "role": "tag"}, {"name": "inner", "type": "I", "offset": 4}]},
        {"name": "I", "size": 4, "align": 4, "fields": [{"name": "low", "type": "u32:32", "offset": 0}]},
        {"name": "P", "size": 8, "align": 8, "pointer_bytes": 8, "fields": [
            {"name": "n", "type": "usize", "offset": 0}]}]})";

Spec spec_of(const std::string& text) {
    auto spec = parse_spec("test.json", text);
    for (const auto& problem : spec.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(spec);
    return *spec;
}

Spec changed(const std::string& old, const std::string& now) {
    std::string text = plain;
    return spec_of(text.replace(text.find(old), old.size(), now));
}

TEST_CASE("the canonical form is the text that digest.h documents") {
    CHECK(canonical_form(spec_of(plain).layout) ==
          "abi-spec 1\nbyte_order little\n"
          "constant u8 0xa B\nconstant u32 0x400 C\n"
          "enum u32 E\nvalue 2 X\nvalue 1 Y\n"
          "record struct 4 4 I\nfield 0 data u32:32 low\n"
          "record struct 8 8 P\npointer_bytes 8\nfield 0 data usize n\n"
          "record struct 8 4 R\ntarget x\ntarget y\nfield 0 tag E kind\nfield 32 data I inner\n");
}

TEST_CASE("the digest is the SHA-256 of the canonical form") {
    // sha256sum of "abi-spec 1\nbyte_order little\n"
    CHECK(digest(Layout{}) == "d40458bd6d5c78088cf6f8aaf66eeaebfbe6945c56d2540dafa79ac872e721b1");
}

TEST_CASE("order, white space, docs, history, the name and the spelling of numbers do not matter") {
    const std::string digest = spec_of(plain).digest;
    CHECK(spec_of(R"({"enums":[{"type":"u32","doc":"d","name":"E","values":[{"value":"0b10","name":"X","doc":"d"},
        {"name":"Y","value":"0x1"}]}],"records":[
        {"name":"P","size":8,"align":8,"pointer_bytes":8,"fields":[{"name":"n","type":"usize","offset":0}]},
        {"name":"I","size":4,"align":4,"fields":[{"name":"low","type":"u32:32","offset":0,"bit":0,"doc":"d"}]},
        {"fields":[{"type":"E","offset":0,"role":"tag","name":"kind"},{"name":"inner","type":"I","offset":4,"role":"data"}],
         "history":[{"label":"o","size":1,"align":1,"fields":[]}],
         "targets":["y","x"],"size":8,"name":"R","align":4,"packed":false,"kind":"struct"}],
        "constants":[{"value":"10","name":"B","type":"u8"},{"name":"C","type":"u32","value":"0x400"}],
        "byte_order":"little","doc":"d","name":"other"})")
              .digest == digest);
}

TEST_CASE("whatever changes a byte or a name changes the digest") {
    const std::string digest = spec_of(plain).digest;
    CHECK(changed("1024", "1025").digest != digest);
    CHECK(changed("\"C\", \"type\": \"u32\"", "\"C\", \"type\": \"u64\"").digest != digest);
    CHECK(changed("\"X\"", "\"Z\"").digest != digest);
    CHECK(changed("\"tag\"", "\"data\"").digest != digest);
    CHECK(changed("\"u32:32\"", "\"u32\"").digest != digest);
    CHECK(changed("\"usize\"", "\"u64\"").digest != digest);
    CHECK(changed("\"x\", ", "").digest != digest);
    CHECK(changed("\"name\": \"a\",", "\"name\": \"a\", \"byte_order\": \"big\",").digest != digest);
}

TEST_CASE("the digest of a record changes with what it is made of and with nothing else") {
    const Spec before = spec_of(plain);
    const auto of = [](const Spec& spec, const char* name) { return record_digest(spec.layout, name); };
    const Spec constant = changed("1024", "1025");
    CHECK(of(constant, "R") == of(before, "R"));
    const Spec inner = changed("\"u32:32\"", "\"i32\"");
    CHECK(of(inner, "R") != of(before, "R"));
    CHECK(of(inner, "I") != of(before, "I"));
    CHECK(of(inner, "P") == of(before, "P"));
    const Spec carried = changed("\"X\"", "\"Z\"");
    CHECK(of(carried, "R") != of(before, "R"));
    CHECK(of(carried, "I") == of(before, "I"));
}

TEST_CASE("each record has a digest, in the order of the spec") {
    const Layout layout = spec_of(plain).layout;
    const auto digests = record_digests(layout);
    REQUIRE(digests.size() == 3);
    CHECK(digests[0] == std::pair<std::string, std::string>("R", record_digest(layout, "R")));
    CHECK(digests[2].first == "P");
}

}  // namespace
}  // namespace abi
