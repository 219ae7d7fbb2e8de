#include "codec/scalars.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using abi::Role;
namespace test = abi::test;

TEST_CASE("A field inside padding is padding, whatever its own role, and a field after it is not") {
    abi::Layout layout;
    abi::Record inner =
        test::record("Inner", 4, 2, {test::field("a", test::u(16), 0), test::field("b", test::u(16), 2)});
    inner.fields[1].role = Role::reserved;
    auto fill = test::field("fill", {}, 0);
    fill.type.kind = abi::Kind::record;
    fill.type.name = "Inner";
    fill.role = Role::padding;
    auto plain = fill;
    plain.name = "plain";
    plain.offset_bits = 32;
    plain.role = Role::data;
    layout.records = {inner, test::record("Outer", 8, 2, {fill, plain})};
    const auto scalars = scalars_of(layout, layout.records[1]);
    REQUIRE(scalars);
    REQUIRE(scalars->size() == 4);
    CHECK((*scalars)[0].path == "fill.a");
    CHECK((*scalars)[0].role == Role::padding);
    CHECK((*scalars)[1].role == Role::padding);
    CHECK((*scalars)[2].role == Role::data);
    CHECK((*scalars)[3].role == Role::reserved);
    CHECK((*scalars)[3].offset_bits == 48);
    CHECK((*scalars)[3].field == &layout.records[0].fields[1]);
}
