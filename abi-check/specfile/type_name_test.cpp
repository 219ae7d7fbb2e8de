#include "specfile/type_name.h"

#include <doctest/doctest.h>

namespace abi {
namespace {

TEST_CASE("what is parsed is spelled the same again") {
    for (const char* text :
         {"u8",          "u16",       "u32",       "u64",    "u128",        "i8",       "i16",   "i32",
          "i64",         "i128",      "f16",       "f32",    "f64",         "f128",     "bool",  "bytes[16]",
          "bytes[4][8]", "CmdKind",   "f64[2][3]", "u8[]",   "CmdPacket[]", "u16[][4]", "u32:5", "i64:64",
          "bool:1",      "CmdKind:3", "ptr",       "ptr[2]", "usize",       "usize[4]"}) {
        CAPTURE(std::string(text));
        const auto parsed = parse_type_name(text);
        REQUIRE(parsed);
        CHECK(spell(parsed->type, parsed->bit_width) == text);
        CHECK(parsed->type.spelling == text);
    }
}

TEST_CASE("a type is an element, its extents and, for a bit-field, its bits") {
    const auto array = parse_type_name("f64[2][3]");
    CHECK(array->type == Type{.kind = Kind::floating, .width_bits = 64, .extents = {2, 3}});
    const auto bytes = parse_type_name("bytes[52]");
    CHECK(bytes->type == Type{.kind = Kind::byte, .width_bits = 8, .extents = {52}});
    const auto tail = parse_type_name("u8[]");
    CHECK(tail->type == Type{.kind = Kind::unsigned_integer, .width_bits = 8, .flexible_tail = true});
    const auto bits = parse_type_name("u32:5");
    CHECK(bits->type == Type{.kind = Kind::unsigned_integer, .width_bits = 32});
    CHECK(bits->bit_width == 5U);
    const auto name = parse_type_name("CmdKind[2]");
    CHECK(name->type == Type{.kind = Kind::unknown, .name = "CmdKind", .extents = {2}});
    CHECK(parse_type_name("usize")->type.host_sized);
    CHECK(parse_type_name("ptr")->type == Type{.kind = Kind::pointer});
}

TEST_CASE("what is no type is refused in words") {
    struct Row {
        const char* text;
        const char* expected;
    };
    for (const Row& row : {Row{"", "a type such as"},
                           Row{"u32 ", "a type such as"},
                           Row{" u32", "a type such as"},
                           Row{"4u", "a type such as"},
                           Row{"u32*", "a type such as"},
                           Row{"u8[4]x", "a type such as"},
                           Row{"u8[0]", "an extent of at least 1"},
                           Row{"u8[4", "a number and ]"},
                           Row{"u8[-1]", "a number and ]"},
                           Row{"u8[x]", "a number and ]"},
                           Row{"u8[99999999999999999999]", "a number and ]"},
                           Row{"u8[4][]", "[] only as the first"},
                           Row{"u8[][]", "[] only as the first"},
                           Row{"bytes", "bytes[N]"},
                           Row{"bytes[]", "u8[]"},
                           Row{"u32:", "a number of bits"},
                           Row{"u32:0", "1 to 32 bits"},
                           Row{"u32:33", "1 to 32 bits"},
                           Row{"u32:5x", "a number of bits"},
                           Row{"f32:5", "of an integer"},
                           Row{"u32[2]:5", "of an integer"},
                           Row{"usize:5", "of an integer"},
                           Row{"u8[1099511627777]", "a tebibyte"},
                           Row{"u8[4294967296][4294967296][4294967296]", "a tebibyte"},
                           Row{"u8[1][1][1][1][1][1][1][1][1]", "at most 8 extents"}}) {
        CAPTURE(std::string(row.text));
        const auto parsed = parse_type_name(row.text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.problems[0].expected.find(row.expected) != std::string::npos);
    }
}

TEST_CASE("identifiers and built-in types are known") {
    CHECK(is_identifier("_pad0"));
    CHECK_FALSE(is_identifier("0pad"));
    CHECK_FALSE(is_identifier("a-b"));
    CHECK_FALSE(is_identifier(""));
    CHECK(is_builtin_type("u128"));
    CHECK_FALSE(is_builtin_type("u24"));
}

}  // namespace
}  // namespace abi
