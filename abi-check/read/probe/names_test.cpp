// Which names may stand in a generated source.
#include "read/probe/names.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {
using namespace abi::probe;
}

TEST_CASE("A name is words with separators between them, perhaps with template arguments") {
    for (const std::string name :
         {"S", "struct S", "a::b::C", "channel.CmdPacket", "header.kind", "_pad", "Vec<unsigned, 3>", "a::Vec<int*>::x",
          "Vec<Vec<int>, -1>", "Base::x", "größe", "$x", "f32", "unsigned long"}) {
        CAPTURE(name);
        CHECK(is_plain_name(name));
    }
}

TEST_CASE("A name that could end or change the generated source is refused") {
    for (const std::string name :
         {"",        " ",    "1a",   "a;b",  "a\nb", "a)",        "(unnamed)", "a\"b",  "a'b",     "a`b",
          "a{",      "a#b",  "a\\b", "a//b", "a/*b", "Vec<a//b>", "Vec<",      "Vec<a", "Vec<a>>", "Vec<(a)>",
          "Vec<a>b", "::",   "::a",  "a::",  "a:b",  "a:::b",     ".a",        "a.",    "a..b",    "a ",
          " a",      "a  b", "a-b",  "a+b",  "a*",   "&a",        "a=b",       "a,b",   "a@b",     "a?b"}) {
        CAPTURE(name);
        CHECK_FALSE(is_plain_name(name));
    }
}

TEST_CASE("Components do not cut template arguments") {
    CHECK(components_of("a::b<c::d>::e") == std::vector<std::string>{"a", "b<c::d>", "e"});
    CHECK(components_of("a") == std::vector<std::string>{"a"});
}

TEST_CASE("Text in quotes ends only at its own quote") {
    CHECK(quoted_text("a b") == "\"a b\"");
    CHECK(quoted_text("a\"b\\c\n") == "\"a\\\"b\\\\c\\x0a\"");
}
