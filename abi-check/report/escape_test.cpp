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
