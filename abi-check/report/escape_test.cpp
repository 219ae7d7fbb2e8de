#include "report/escape.h"

#include <doctest/doctest.h>

using namespace abi;

TEST_CASE("HTML text and attributes cannot be left") {
    CHECK(escape_html(R"(<script>"x" & 'y'</script>)") ==
          "&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;");
}

TEST_CASE("what is not UTF-8, and what HTML forbids, becomes a replacement character") {
    struct {
        const char* name;
        std::string_view text;
        std::string_view escaped;
    } const cases[] = {
        {"a valid character stays", "größe ✓ 𝄞", "größe ✓ 𝄞"},
        {"a lone continuation byte", "a\x80z", "a\uFFFDz"},
        {"an overlong slash", "\xC0\xAF", "\uFFFD\uFFFD"},
        {"a surrogate", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
        {"a character cut off at the end", "a\xE2\x9C", "a\uFFFD\uFFFD"},
        {"beyond Unicode", "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"a NUL", std::string_view("a\0b", 3), "a\uFFFDb"},
        {"an escape", "\x1b[2J", "\uFFFD[2J"},
        {"a new line and a tab stay", "a\n\tb", "a\n\tb"},
    };
    for (const auto& one : cases) {
        INFO(one.name);
        CHECK(escape_html(one.text) == one.escaped);
    }
}

TEST_CASE("ids and paths are percent-encoded, and only a path keeps its slashes") {
    CHECK(escape_id("ns::A b/%<") == "ns%3A%3AA%20b%2F%25%3C");
    CHECK(escape_uri("src/größe #1.h") == "src/gr%C3%B6%C3%9Fe%20%231.h");
}

TEST_CASE("a terminal gets no control character") {
    CHECK(escape_terminal("a\x1b[31m\nb") == "a\\x1b[31m\\x0ab");
    CHECK(escape_terminal("\xC2\x9B"
                          "1m") == "\\xc2\\x9b1m");
    CHECK(escape_terminal("größe") == "größe");
}

TEST_CASE("XML has only the characters that XML 1.0 allows, and no parser changes what is in an attribute") {
    CHECK(escape_xml("<a b=\"c\" & 'd'>]]>") == "&lt;a b=&quot;c&quot; &amp; &#39;d&#39;&gt;]]&gt;");
    CHECK(escape_xml("a\r\n\tb") == "a&#13;&#10;&#9;b");
    CHECK(escape_xml(std::string_view("\0\x01\x0b\x1f", 4)) == "\uFFFD\uFFFD\uFFFD\uFFFD");
    CHECK(escape_xml("\uFFFE\uFFFF größe 𝄞") == "\uFFFD\uFFFD größe 𝄞");
    CHECK(escape_xml("a\x80\xED\xA0\x80z") == "a\uFFFD\uFFFD\uFFFD\uFFFDz");
}

TEST_CASE("a workflow command cannot be left, neither in its message nor in a property") {
    CHECK(escape_command("100%\r\n::error::x, y") == "100%25%0D%0A::error::x, y");
    CHECK(escape_property("a:b,c%\r\n") == "a%3Ab%2Cc%25%0D%0A");
    CHECK(escape_property("a\xFF\x1b[2J") == "a\uFFFD\uFFFD[2J");
}

TEST_CASE("Markdown shows text as it is, and a pair of backticks as code") {
    struct {
        const char* name;
        std::string_view text;
        std::string_view escaped;
    } const cases[] = {
        {"code", "`_pad` (u32) is missing", "<code>&#95;pad</code> (u32) is missing"},
        {"a single backtick", "a ` b", "a &#96; b"},
        {"no code within two backticks", "``", "&#96;&#96;"},
        {"a table's cell", "a|b", "a&#124;b"},
        {"a cell of code", "`a|b`", "<code>a&#124;b</code>"},
        {"HTML", "<img src=x>&amp;", "&#60;img src=x&#62;&#38;amp;"},
        {"a link and an image", "![a](b)", "&#33;&#91;a&#93;(b)"},
        {"emphasis and a backslash", "*a* \\", "&#42;a&#42; &#92;"},
        {"a mention and an issue", "@all #1", "<span>@</span>all <span>#</span>1"},
        {"line breaks", "a\r\n\tb", "a   b"},
        {"what is not UTF-8", "a\xFFz", "a\uFFFDz"},
    };
    for (const auto& one : cases) {
        INFO(one.name);
        CHECK(escape_markdown(one.text) == one.escaped);
    }
}
