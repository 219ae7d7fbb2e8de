#include "report/html.h"

#include <doctest/doctest.h>

using namespace abi;

// Text does not become markup by itself, by a cast or by assignment.
static_assert(!std::is_constructible_v<Html, std::string>);
static_assert(!std::is_constructible_v<Html, std::string_view>);
static_assert(!std::is_constructible_v<Html, const char*>);
static_assert(!std::is_convertible_v<std::string, HtmlLiteral>);
static_assert(!std::is_convertible_v<std::string_view, HtmlLiteral>);
static_assert(!std::is_assignable_v<Html&, std::string>);
static_assert(!std::is_convertible_v<Html, std::string>);

// A format of text that is not a constant does not compile either.
static_assert(!std::is_convertible_v<std::string, HtmlFormat<int>>);

namespace {

constexpr std::string_view hostile = "\"'><script>&";
constexpr std::string_view harmless = "&quot;&#39;&gt;&lt;script&gt;&amp;";

}  // namespace

TEST_CASE("text is escaped between tags and in attributes, whatever its type") {
    const std::string expected = "<b title=\"" + std::string(harmless) + "\">" + std::string(harmless) + "</b>";
    const std::string text(hostile);
    const char* pointer = text.c_str();
    CHECK(html("<b title=\"{}\">{}</b>", hostile, text).text() == expected);
    CHECK(html("<b title=\"{0}\">{0}</b>", pointer).text() == expected);
}

TEST_CASE("markup and numbers are inserted as they are") {
    constexpr HtmlLiteral rule = "<hr>";
    const Html bold = html("<b>{}</b>", "<");
    CHECK(html("<p>{}{}{}</p>", rule, bold, 7).text() == "<p><hr><b>&lt;</b>7</p>");
    CHECK(html("<td{}>{:02x}</td>", html(" id=\"{}\"", "a\"b"), 10U).text() == "<td id=\"a&quot;b\">0a</td>");
    CHECK(html("{{{}}}", "<").text() == "{&lt;}");
}

TEST_CASE("pieces are appended in order") {
    Html page{"<ul>"};
    page.add("<li>{}</li>", "<").add("<li>{}</li>", "b");
    page += html("<li>{}</li>", 3);
    page += "</ul>";
    CHECK(page.text() == "<ul><li>&lt;</li><li>b</li><li>3</li></ul>");
    CHECK(Html().empty());
}

TEST_CASE("text needs no escape only if escaping does not change it") {
    std::string text = "x";
    for (int byte = 0; byte < 256; ++byte) {
        text[0] = static_cast<char>(byte);
        if (!needs_escape(text)) CHECK(escape_html(text) == text);
    }
    CHECK_FALSE(needs_escape("CmdPacket.arg[2]"));
}

TEST_CASE("backticks make code in prose, and what they hold is escaped all the same") {
    CHECK(prose("insert `<_pad>` after `kind`").text() == "insert <code>&lt;_pad&gt;</code> after <code>kind</code>");
    CHECK(prose("a lone ` stays").text() == "a lone ` stays");
}
