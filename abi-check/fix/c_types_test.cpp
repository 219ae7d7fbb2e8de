#include "fix/c_types.h"

#include <doctest/doctest.h>

using namespace abi;
using namespace abi::fix;

namespace {

Type integer(std::uint64_t bits, bool is_signed = false) {
    Type type;
    type.kind = is_signed ? Kind::signed_integer : Kind::unsigned_integer;
    type.width_bits = bits;
    return type;
}

/// How a source with this text spells u32 and i16.
std::string words(const std::string& text, bool is_cpp = false) {
    const auto tokens = tokens_of(text);
    const auto found = type_words({}, tokens, is_cpp);
    return *spell_element(integer(32), found) + " " + *spell_element(integer(16, true), found);
}

}  // namespace

TEST_CASE("integers are called as the source calls others") {
    CHECK(words("uint8_t a;") == "uint32_t int16_t");
    CHECK(words("std::uint8_t a;") == "std::uint32_t std::int16_t");
    CHECK(words("__u64 a;") == "__u32 __s16");
    CHECK(words("u64 a;") == "u32 s16");
    CHECK(words("u64 a; i8 b;") == "u32 i16");
    CHECK(words("u64 a; s8 b;") == "u32 s16");
    CHECK(words("long a;") == "unsigned int short");
    Record record;
    Field field;
    field.type.spelling = "__u32";
    record.fields.push_back(field);
    const auto tokens = tokens_of("uint8_t a;");
    CHECK(spell_element(integer(64), type_words(record, tokens, false)) == "__u64");
}

TEST_CASE("a member has its name, its extents or its bits") {
    const auto tokens = tokens_of("uint8_t a;");
    const auto in_c = type_words({}, tokens, false);
    Field field;
    field.name = "pad";
    field.type = integer(8);
    field.type.extents = {2, 3};
    CHECK(spell_member(field, in_c) == "uint8_t pad[2][3]");
    field.type = integer(32);
    field.bit_width = 5;
    CHECK(spell_member(field, in_c) == "uint32_t pad : 5");
    field.bit_width.reset();
    field.type = integer(128);
    CHECK(spell_member(field, in_c) == "unsigned __int128 pad");
    field.type.kind = Kind::boolean;
    field.type.width_bits = 8;
    CHECK(spell_member(field, in_c) == "_Bool pad");
    CHECK(spell_member(field, type_words({}, tokens, true)) == "bool pad");
    field.type.kind = Kind::record;
    CHECK_FALSE(spell_member(field, in_c));
    field.type = integer(32);
    for (const auto* name : {"", "class", "a b", "1a", "a;"}) {
        field.name = name;
        CHECK_FALSE(spell_member(field, in_c));
    }
    field.name = "be";
    field.byte_order = ByteOrder::big;
    CHECK_FALSE(spell_member(field, in_c));
}

TEST_CASE("the language is that of the unit, else that of the words") {
    const auto none = tokens_of("struct A { int a; };");
    CHECK_FALSE(is_cpp_text("a.h", "a.h", none));
    CHECK(is_cpp_text("a.hpp", "", none));
    CHECK(is_cpp_text("a.h", "b.cpp", none));
    CHECK_FALSE(is_cpp_text("a.h", "b.c", tokens_of("namespace a {}")));
    CHECK(is_cpp_text("a.h", "a.h", tokens_of("std::uint8_t a;")));
}
