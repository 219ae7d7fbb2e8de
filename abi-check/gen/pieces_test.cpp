#include "gen/pieces.h"

#include <doctest/doctest.h>

#include "test/declare.h"

namespace abi {
namespace {

using namespace abi::test;
using gen::Piece;
using gen::pieces_of;

Field bits(std::string name, std::uint64_t unit, unsigned width, std::uint64_t offset_bits) {
    Field made = field(std::move(name), u(unit), 0);
    made.offset_bits = offset_bits;
    made.bit_width = width;
    return made;
}

Field overlapping(Field made) {
    made.overlaps = true;
    return made;
}

/// "field 0-32 kind; bits 32-64 a b".
std::string text_of(const std::vector<Piece>& pieces) {
    std::string text;
    for (const auto& piece : pieces) {
        constexpr const char* names[] = {"field", "bits", "shared", "tail"};
        text += (text.empty() ? "" : "; ") + std::string(names[static_cast<std::size_t>(piece.what)]) + " " +
                std::to_string(piece.begin_bits) + "-" + std::to_string(piece.end_bits);
        for (const auto* field : piece.fields) text += " " + field->name;
    }
    return text;
}

TEST_CASE("a record is cut where a language can cut it") {
    Type open = u(16);
    open.flexible_tail = true;
    const Layout spec;
    const auto cut = [&](std::uint64_t size, std::vector<Field> fields) {
        return text_of(pieces_of(spec, record("R", size, 4, std::move(fields))));
    };
    CHECK(cut(8, {field("a", u(32), 0), field("b", u(32), 4), field("t", open, 8)}) ==
          "field 0-32 a; field 32-64 b; tail 64-64 t");
    CHECK(cut(8, {bits("a", 32, 5, 0), bits("b", 32, 27, 5), field("c", u(32), 4)}) == "bits 0-32 a b; field 32-64 c");
    CHECK(cut(8, {field("a", u(32), 0), overlapping(field("b", u(16), 0)), field("c", u(32), 4)}) ==
          "shared 0-32 a b; field 32-64 c");
    CHECK(cut(8, {bits("a", 8, 5, 0), bits("b", 8, 3, 5), overlapping(field("c", u(8), 0)), field("d", bytes(7), 1)}) ==
          "shared 0-8 a b c; field 8-64 d");
}

TEST_CASE("what a union of shared fields is rounded up to belongs to it") {
    const Layout spec;
    Record one =
        record("R", 8, 4, {field("a", u(32), 0), overlapping(field("b", bytes(5), 0)), field("_pad", bytes(3), 5)});
    CHECK(text_of(pieces_of(spec, one)) == "shared 0-64 a b _pad");
    one.packed = true;
    CHECK(text_of(pieces_of(spec, one)) == "shared 0-40 a b; field 40-64 _pad");
}

TEST_CASE("a tail that begins in the padding shares it") {
    const Layout spec;
    Type open = u(8);
    open.flexible_tail = true;
    const Record one = record(
        "R", 8, 4,
        {field("n", u(32), 0), field("c", u(8), 4), overlapping(field("t", open, 5)), field("_pad", bytes(3), 5)});
    CHECK(text_of(pieces_of(spec, one)) == "field 0-32 n; field 32-40 c; shared 40-64 t _pad");
}

TEST_CASE("bit-fields are cut into integers that none of them leaves") {
    const Layout spec;
    const auto cut = [&](std::uint64_t most_bytes, std::vector<Field> fields) {
        const Record one = record("R", 16, 8, std::move(fields));
        return text_of(gen::units_of(pieces_of(spec, one).front(), most_bytes));
    };
    CHECK(cut(8, {bits("a", 32, 5, 0), bits("b", 32, 27, 5)}) == "bits 0-32 a b");
    CHECK(cut(8, {bits("a", 32, 8, 0), bits("b", 32, 24, 8)}) == "bits 0-32 a b");
    CHECK(cut(1, {bits("a", 32, 8, 0), bits("b", 32, 24, 8)}) == "bits 0-8 a; bits 8-32 b");
    CHECK(cut(8, {bits("a", 32, 20, 0), bits("b", 32, 20, 20)}) == "bits 0-40 a b");
    // An integer begins where its width lets it.
    CHECK(cut(8, {bits("a", 8, 8, 8), bits("b", 8, 8, 16), bits("c", 8, 8, 24)}) == "bits 8-16 a; bits 16-32 b c");
}

TEST_CASE("a record comes after what it holds") {
    Layout spec;
    Type inner{.kind = Kind::record, .width_bits = 32, .name = "Inner"};
    spec.records = {record("Outer", 4, 4, {field("i", inner, 0)}), record("Inner", 4, 4, {field("a", u(32), 0)})};
    const auto order = gen::in_order(spec);
    REQUIRE(order.size() == 2);
    CHECK(order[0]->name == "Inner");
    CHECK(order[1]->name == "Outer");
}

}  // namespace
}  // namespace abi
