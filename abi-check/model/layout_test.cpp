#include "model/layout.h"

#include <doctest/doctest.h>

#include "model/problem.h"
#include "test/declare.h"

using namespace abi;

TEST_CASE("integers are read as programmers write them") {
    struct Row {
        const char* text;
        const char* printed;  // null: refused
    };
    for (const auto& [text, printed] :
         {Row{"0", "0"},
          {"9", "9"},
          {"10", "0xa"},
          {"0x400", "0x400"},
          {"0X4_00", "0x400"},
          {"1'024", "0x400"},
          {"-16", "-0x10"},
          {"-0", "0"},
          {"0b101", "5"},
          {"340282366920938463463374607431768211455", "0xffffffffffffffffffffffffffffffff"},
          {"0x10000000000000000", "0x10000000000000000"},
          {"340282366920938463463374607431768211456", nullptr},
          {"", nullptr},
          {"-", nullptr},
          {"0x", nullptr},
          {"0xg", nullptr},
          {"1__0", nullptr},
          {"_1", nullptr},
          {"1_", nullptr},
          {" 1", nullptr},
          {"12a", nullptr}}) {
        CAPTURE(text);
        const auto value = parse_integer(text);
        REQUIRE(value.has_value() == (printed != nullptr));
        if (printed != nullptr) CHECK(to_string(*value) == printed);
    }
}

TEST_CASE("a type is printed as a spec spells it") {
    CHECK(to_string(test::u(32)) == "u32");
    CHECK(to_string(test::i(8)) == "i8");
    CHECK(to_string(test::bytes(16)) == "bytes[16]");
    CHECK(to_string(test::scalar(Kind::floating, 64, {2, 3})) == "f64[2][3]");
    CHECK(to_string(test::scalar(Kind::boolean, 8)) == "bool");
    Type tail = test::u(8);
    tail.flexible_tail = true;
    CHECK(to_string(tail) == "u8[]");
    Type named;
    named.kind = Kind::record;
    named.name = "Inner";
    CHECK(to_string(named) == "Inner");
}

TEST_CASE("a type's size counts every element, and a flexible tail has none") {
    CHECK(size_bits(test::scalar(Kind::unsigned_integer, 16, {2, 3})) == 96);
    Type tail = test::u(8);
    tail.flexible_tail = true;
    CHECK(size_bits(tail) == 0);
}

TEST_CASE("the spelling of a type is not its meaning") {
    Type one = test::u(32);
    Type other = test::u(32);
    one.spelling = "uint32_t";
    other.spelling = "u32";
    CHECK(one == other);
}

TEST_CASE("a problem says place, expectation and finding in one line") {
    CHECK(to_string(Problem{{"a.json", 3, 7, 0, 0}, "/records/0/size", "a power of two", "3"}) ==
          "a.json:3:7: error: /records/0/size: expected a power of two, found 3");
    CHECK(to_string(Problem{{"a.json", 0, 0, 0, 0}, "", "", "no such file"}) == "a.json: error: no such file");
}
