#include "model/claim.h"

#include <doctest/doctest.h>

using abi::Claim;
using abi::ClaimAnswer;

TEST_CASE("A claim is told as the assertion that the compiler must refuse") {
    using enum Claim::What;
    const auto text = [](Claim::What what, std::uint64_t expected) {
        return abi::assertion_text(
            {.what = what, .name = "Packet", .field = "arg", .next = "id", .expected = {expected}, .actual = {7}});
    };
    CHECK(text(record, 1) == "Packet is declared");
    CHECK(text(size, 32) == "sizeof(Packet) == 32");
    CHECK(text(alignment, 8) == "alignof(Packet) == 8");
    CHECK(text(field, 1) == "Packet.arg is declared");
    CHECK(text(field, 0) == "Packet.arg is not declared");
    CHECK(text(offset, 8) == "offsetof(Packet, arg) == 8");
    CHECK(text(width, 8) == "sizeof(Packet.arg) == 8");
    CHECK(text(element, 2) == "sizeof(one element of Packet.arg) == 2");
    CHECK(text(sign, 1) == "Packet.arg is signed");
    CHECK(text(kind, 6) == "Packet.arg is a pointer");
    CHECK(text(gap, 0) == "no byte of Packet lies between arg and id");
    CHECK(text(constant, 1) == "Packet is declared");
    CHECK(text(value, 0x400) == "Packet == 0x400");
    CHECK(text(enum_size, 4) == "sizeof(Packet) == 4");
    CHECK(text(enum_sign, 0) == "Packet is unsigned");
}

TEST_CASE("What is there in one place is proved; what is absent must be absent in all places") {
    using enum ClaimAnswer::State;
    const Claim size{.what = Claim::What::size, .name = "P", .field = "", .expected = {8}, .actual = {4}};
    const Claim absent{.what = Claim::What::constant, .name = "P", .field = "", .expected = {1}, .actual = {0}};
    CHECK(both(size, {proved}, {refuted}).state == proved);
    CHECK(both(size, {not_asked}, {proved}).state == proved);
    CHECK(both(size, {not_asked}, {refuted}).state == refuted);
    CHECK(both(absent, {proved}, {proved}).state == proved);
    CHECK(both(absent, {proved}, {refuted}).state == refuted);
    CHECK(both(absent, {not_asked}, {proved}).state == not_asked);
}
