#include "fix/c_tokens.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

using namespace abi::fix;

namespace {

std::string words(std::string_view text) {
    std::string all;
    for (const auto& token : tokens_of(text).tokens) all += (all.empty() ? "" : " ") + std::string(token.text);
    return all;
}

}  // namespace

TEST_CASE("names, numbers and marks are tokens; comments and directives are not") {
    CHECK(words("struct A { int a[0x10]; };") == "struct A { int a [ 0x10 ] ; } ;");
    CHECK(words("a/*{*/b // };\nc") == "a b c");
    CHECK(words("a // x \\\n y\nb") == "a b");
    CHECK(words("a\n # define X { \\\n }\nb # c") == "a b # c");
    CHECK(words("#define X /* {\n } */\na") == "a");
    CHECK(words("std::uint8_t ö") == "std :: uint8_t ö");
    CHECK(words("1'000'000u 1.5e3f") == "1'000'000u 1.5e3f");
}

TEST_CASE("what stands between quotes is one token") {
    CHECK(words(R"(a = "};\"//" '{' '\'';)") == R"(a = "};\"//" '{' '\'' ;)");
    CHECK(words("x = R\"m(};\")m\"; y") == "x = R\"m(};\")m\" ; y");
    CHECK(words("\"open\nb") == "\"open b");
}

TEST_CASE("any text has tokens and asides in order, which cover all but blanks and backslashes") {
    std::mt19937 random(3);  // NOLINT: the same texts in each run
    const std::string alphabet = "ab1\"'/*\\\n\r #R(){};:\t";
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        for (auto length = random() % 40; length != 0; --length) text += alphabet[random() % alphabet.size()];
        CAPTURE(text);
        const auto found = tokens_of(text);
        std::string left = text;
        std::size_t at = 0;
        for (const auto& token : found.tokens) {
            CHECK(token.begin >= at);
            CHECK(token.end > token.begin);
            at = token.end;
            left.replace(token.begin, token.end - token.begin, token.end - token.begin, ' ');
        }
        for (const auto& aside : found.asides)
            left.replace(aside.begin, aside.end - aside.begin, aside.end - aside.begin, ' ');
        CHECK(left.find_first_not_of(" \\\n\r\t") == std::string::npos);
    }
}
