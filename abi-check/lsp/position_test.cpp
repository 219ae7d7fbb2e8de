#include "lsp/position.h"

#include <doctest/doctest.h>

using namespace abi;
using namespace abi::lsp;

TEST_CASE("characters are counted in UTF-16, whatever their length in UTF-8") {
    CHECK(utf16_units("abc") == 3);
    CHECK(utf16_units("ö≠") == 2);
    CHECK(utf16_units("😀") == 2);
    CHECK(utf16_units("\xFF\xC3") == 2);
    const std::string text = "/* ö😀 */ int a;\n";
    const Lines lines(text);
    CHECK(lines.position(text.find("int")) == nlohmann::json{{"line", 0}, {"character", 10}});
    CHECK(lines.offset(0, 10) == text.find("int"));
    CHECK(lines.word_at(0, 11) == "int");
    CHECK(lines.word_at(0, 15) == "a");
}

TEST_CASE("lines end with any of the three ends, and positions behind them are their ends") {
    const std::string text = "ab\r\nc\rd\n";
    const Lines lines(text);
    CHECK(lines.count() == 4);
    CHECK(lines.at(0) == "ab");
    CHECK(lines.at(1) == "c");
    CHECK(lines.at(2) == "d");
    CHECK(lines.at(3).empty());
    CHECK(lines.at(9).empty());
    CHECK(lines.offset(0, 99) == 2);
    CHECK(lines.offset(99, 0) == text.size());
    CHECK(lines.word_at(99, 0).empty());
    CHECK(Lines("").range(0, 5) ==
          nlohmann::json::parse(R"({"start":{"line":0,"character":0},"end":{"line":0,"character":0}})"));
}

TEST_CASE("the range of a place is its first line") {
    const std::string text = "struct ö {\n    int a;\n};\n";
    const Lines lines(text);
    const auto range = [&](const Place& place) {
        const auto json = lines.line_range(place);
        return json["start"]["line"].dump() + ":" + json["start"]["character"].dump() + "-" +
               json["end"]["line"].dump() + ":" + json["end"]["character"].dump();
    };
    CHECK(range({"a.h", 2, 9, 2, 10}) == "1:8-1:9");
    CHECK(range({"a.h", 1, 1, 3, 2}) == "0:0-0:10");  // a whole record
    CHECK(range({"a.h", 2}) == "1:4-1:10");
    CHECK(range({"a.h"}) == "0:0-0:10");
    CHECK(range({"a.h", 99, 4}) == "3:0-3:0");  // the file was shortened
    CHECK(range({"a.h", 2, 99, 2, 100}) == "1:4-1:10");
}
