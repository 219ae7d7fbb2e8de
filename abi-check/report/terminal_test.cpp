#include "report/terminal.h"

#include <doctest/doctest.h>

#include <string>

using namespace abi;

TEST_CASE("columns are those of a terminal: a wide character has two, a combining mark none") {
    struct {
        const char* text;
        std::size_t columns;
    } const rows[] = {
        {"", 0},   {"arg", 3},  {"größe", 5}, {"長さ", 4},     {"ﾊﾝ", 2},     {"e\u0301te\u0301", 3},
        {"🚀", 2}, {"a→b…", 4}, {"한국", 4},  {"\x80\xff", 2}, {"\u0301", 0}, {"\uFFFD", 1},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(columns_of(row.text) == row.columns);
    }
}

TEST_CASE("a text that is too long ends with a mark, and a character is not split") {
    CHECK(shortened("kind", 4) == "kind");
    CHECK(shortened("kinds", 4) == "kin…");
    CHECK(shortened("kinds", 4, "") == "kind");
    CHECK(shortened("kinds", 1) == "…");
    // Two wide characters have four columns, so one and a mark fit into three.
    CHECK(shortened("長さ", 4) == "長さ");
    CHECK(shortened("長さ", 3) == "長…");
    CHECK(shortened("長さ", 3, "") == "長");
    // The mark over the last character stays.
    CHECK(shortened("e\u0301a", 1, "") == "e\u0301");
}

TEST_CASE("a text that fits is filled to the column") {
    CHECK(fit("kind", 6) == "kind  ");
    CHECK(fit("長さ", 6) == "長さ  ");
    // The second character would end at column 4, so a space takes the place of its first half.
    CHECK(fit("長さ", 3, "") == "長 ");
    CHECK(fit("長さa", 4) == "長… ");
}

TEST_CASE("words are wrapped by columns") {
    std::string out;
    std::string wide;
    for (int i = 0; i < 25; ++i) wide += "字";
    append_wrapped(out, "名 ", wide + " " + wide);
    CHECK(out == "名 " + wide + "\n   " + wide + "\n");
}
