#include "draft/alignment.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

Record of_debug_info(std::string name, std::uint64_t size, std::vector<Field> fields) {
    Record made = record(std::move(name), size, 1, std::move(fields));
    made.align_bytes.reset();
    return made;
}

Type holding(const std::string& name, std::uint64_t bytes) {
    Type type;
    type.kind = Kind::record;
    type.name = name;
    type.width_bits = bytes * 8;
    return type;
}

std::uint64_t guess(std::vector<Record> records) {
    Layout layout;
    layout.records = std::move(records);
    guess_alignments(layout);
    return *layout.records.front().align_bytes;
}

}  // namespace

TEST_CASE("an alignment is what the fields need, as far as size and offsets allow") {
    CHECK(guess({of_debug_info("R", 16, {field("a", u(32), 0), field("b", u(64), 8)})}) == 8);
    CHECK(guess({of_debug_info("R", 12, {field("a", u(32), 0), field("b", u(64), 4)})}) == 4);  // i386
    CHECK(guess({of_debug_info("R", 5, {field("a", u(8), 0), field("b", u(32), 1)})}) == 1);    // packed
    CHECK(guess({of_debug_info("R", 32, {field("a", u(64), 0), field("id", u(128), 16)})}) == 16);
}

TEST_CASE("the offset of a record in another record limits its alignment") {
    const Record inner = of_debug_info("Inner", 16, {field("a", u(64), 0), field("b", u(64), 8)});
    CHECK(guess({inner}) == 8);
    CHECK(guess({inner, of_debug_info("Holder", 20, {field("n", u(32), 0), field("in", holding("Inner", 16), 4)})}) ==
          4);
}

TEST_CASE("the limit of a record also limits the records that it holds") {
    const Record inner = of_debug_info("Inner", 16, {field("a", u(64), 0), field("b", u(64), 8)});
    CHECK(guess({inner, of_debug_info("Middle", 16, {field("in", holding("Inner", 16), 0)}),
                 of_debug_info("Outer", 20, {field("n", u(32), 0), field("mid", holding("Middle", 16), 4)})}) == 4);
    CHECK(guess({inner, record("Known", 16, 2, {field("in", holding("Inner", 16), 0)})}) == 2);
}

TEST_CASE("a record needs the alignment of the records that it holds") {
    CHECK(guess({of_debug_info("Holder", 24, {field("in", holding("Inner", 16), 0), field("n", u(8), 16)}),
                 of_debug_info("Inner", 16, {field("a", u(64), 0), field("b", u(64), 8)})}) == 8);
}

TEST_CASE("a known alignment does not change, and only guessed records are returned") {
    Layout layout;
    layout.records = {record("Known", 8, 2, {field("a", u(64), 0)}), of_debug_info("R", 8, {field("a", u(64), 0)})};
    CHECK(guess_alignments(layout) == std::set<std::string>{"R"});
    CHECK(*layout.records[0].align_bytes == 2);
}
