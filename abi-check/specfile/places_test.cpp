#include "specfile/places.h"

#include <doctest/doctest.h>

namespace abi {
namespace {

std::vector<Problem> scan(const std::string& text, Places& places) {
    return scan_json("f.json", text, JsonLimits{.bytes = 1000, .levels = 4}, places);
}

TEST_CASE("every value has a place that begins and ends with it") {
    Places places;
    const std::string text = "{\n  \"a\": [1, -22 , \"x\"],\n  \"b/c\": {\"~\": true},\"d\":5\n}\n";
    REQUIRE(scan(text, places).empty());
    struct Row {
        const char* pointer;
        unsigned line, column, end_line, end_column;
    };
    for (const Row& row : {Row{"", 1, 1, 4, 2}, Row{"/a", 2, 8, 2, 22}, Row{"/a/0", 2, 9, 2, 10},
                           Row{"/a/1", 2, 12, 2, 15}, Row{"/a/2", 2, 18, 2, 21}, Row{"/b~1c", 3, 10, 3, 21},
                           Row{"/b~1c/~0", 3, 16, 3, 20}, Row{"/d", 3, 26, 3, 27}}) {
        CAPTURE(std::string(row.pointer));
        CHECK(place_of(places, row.pointer) == Place{"f.json", row.line, row.column, row.end_line, row.end_column});
    }
}

TEST_CASE("a pointer to what is absent has the place of the nearest value above it") {
    Places places;
    REQUIRE(scan("{\"a\":\n{}}", places).empty());
    CHECK(place_of(places, "/a/b/c").line == 2);
    CHECK(place_of(places, "/b").line == 1);
}

TEST_CASE("a number at the end of the text and a byte order mark do not disturb places") {
    Places places;
    REQUIRE(scan("42", places).empty());
    CHECK(place_of(places, "") == Place{"f.json", 1, 1, 1, 3});
    REQUIRE(scan("\xef\xbb\xbf[true]", places).empty());
    CHECK(place_of(places, "").column == 4);
    CHECK(place_of(places, "/0").end_column - place_of(places, "/0").column == 4);
}

TEST_CASE("what is no JSON is refused where it stops being JSON") {
    struct Row {
        const char* text;
        unsigned line, column;
        const char* found;
    };
    for (const Row& row : {Row{"", 1, 1, "unexpected end of input"}, Row{"{\n \"a\": }", 2, 7, "unexpected '}'"},
                           Row{"{\"a\": 1,}", 1, 9, "unexpected '}'"}, Row{"[1] 2", 1, 5, "expected end of input"},
                           Row{"[\"\xff\"]", 1, 3, "ill-formed UTF-8"}, Row{"[1e999]", 1, 2, "number overflow"}}) {
        CAPTURE(std::string(row.text));
        Places places;
        const auto problems = scan(row.text, places);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].place.line == row.line);
        CHECK(problems[0].place.column == row.column);
        CHECK(problems[0].found.find(row.found) != std::string::npos);
        CHECK(problems[0].found.find("exception") == std::string::npos);
    }
}

TEST_CASE("a key that stands twice in one object is refused at its second place") {
    Places places;
    const auto problems = scan("{\"a\": {\"b\": 1,\n\"b\": 2}, \"b\": 3}", places);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].pointer == "/a/b");
    CHECK(to_string(problems[0]) == "f.json:2:1: error: /a/b: expected each key once, found a second \"b\"");
}

TEST_CASE("nesting and size are bounded before anything is built") {
    Places places;
    CHECK(scan("[[[[1]]]]", places).empty());
    REQUIRE(scan("[[[[[1]]]]]", places).size() == 1);
    CHECK(scan("[[[[[1]]]]]", places)[0].place.column == 5);
    CHECK(scan(std::string(998, ' ') + "[]", places).empty());
    REQUIRE(scan(std::string(999, ' ') + "[]", places).size() == 1);
    // No stack is deep enough for a parser that calls itself.
    const std::string hostile(50'000'000, '[');  // NOLINT(bugprone-string-constructor): its size is the point
    CHECK(scan_json("f", hostile, JsonLimits{.bytes = hostile.size(), .levels = 100}, places).size() == 1);
}

}  // namespace
}  // namespace abi
