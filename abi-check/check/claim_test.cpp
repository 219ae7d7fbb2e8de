#include "check/claim.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

/// The assertions that the layer's compiler must refuse.
std::string claims(const Record& expected, const Record& actual) {
    std::string text;
    for (const auto& difference : compare_records(expected, actual)) {
        const auto claim = claim_of(difference, expected, actual);
        text += claim ? assertion_text(*claim) + ", found " + to_string(claim->actual) + "\n" : "nothing\n";
    }
    return text;
}

}  // namespace

TEST_CASE("A difference becomes a claim that a compiler can judge") {
    const auto expected = cmd_packet();
    auto actual = expected;
    const auto at = [&](std::string_view name) -> Field& {
        return *std::ranges::find(actual.fields, name, &Field::name);
    };
    SUBCASE("of an offset") {
        at("arg").offset_bits += 8 * 4;
        CHECK(claims(expected, actual).find("offsetof(CmdPacket, arg) == ") != std::string::npos);
    }
    SUBCASE("of a width") {
        at("arg").type.width_bits = 32;
        CHECK(claims(expected, actual).find("sizeof(CmdPacket.arg) == 8, found 4\n") != std::string::npos);
    }
    SUBCASE("of a sign") {
        at("arg").type.kind = Kind::signed_integer;
        CHECK(claims(expected, actual) == "CmdPacket.arg is unsigned, found 1\n");
    }
    SUBCASE("of a kind") {
        at("arg").type.kind = Kind::floating;
        CHECK(claims(expected, actual) == "CmdPacket.arg is an integer, found 3\n");
    }
    SUBCASE("of the size") {
        actual.size_bytes = *actual.size_bytes + 8;
        CHECK(claims(expected, actual).find("sizeof(CmdPacket) == ") != std::string::npos);
    }
    SUBCASE("of the alignment") {
        actual.align_bytes = 4;
        CHECK(claims(expected, actual).find("alignof(CmdPacket) == ") != std::string::npos);
    }
    SUBCASE("of a field that is missing, and of one that is new") {
        at("arg").name = "other";
        at("other").type.kind = Kind::floating;
        CHECK(claims(expected, actual) ==
              "CmdPacket.arg is declared, found 0\nCmdPacket.other is not declared, found 1\n");
    }
    SUBCASE("not of a bit-field") {
        at("arg").bit_width = 5;
        CHECK(claims(expected, actual).find("arg") == std::string::npos);
    }
}

TEST_CASE("Padding that the compiler adds is a claim about the fields around it") {
    const auto expected =
        record("P", 16, 8, {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(64), 8)});
    auto actual = expected;
    actual.fields.erase(actual.fields.begin() + 1);
    CHECK(claims(expected, actual) == "no byte of P lies between kind and arg, found 4\n");
}

TEST_CASE("A value of more than 64 bits is no claim") {
    CHECK(claim_of_value({"", "A", {1}, {}}, {2}).has_value());
    CHECK_FALSE(claim_of_value({"", "A", {1}, {}}, {.low = 2, .high = 1}).has_value());
}
