#include "gen/parts.h"

#include <doctest/doctest.h>

#include "test/declare.h"

namespace abi {
namespace {

using namespace abi::test;
using gen::EarlyTail;
using gen::in_parts;

Field overlapping(Field made) {
    made.overlaps = true;
    return made;
}

/// "R 8/4: op @0, anon0 R_anon0 @4; R_anon0 union 4/4: a @0, b @0", records in the order of the layout.
std::string text_of(const Layout& layout) {
    std::string text;
    for (const auto& one : layout.records) {
        text += (text.empty() ? "" : "; ") + one.name + (one.packed ? " packed" : "") +
                (one.kind == RecordKind::union_ ? " union " : " ") + std::to_string(*one.size_bytes) + "/" +
                std::to_string(*one.align_bytes);
        const char* separator = ": ";
        for (const auto& each : one.fields) {
            text += separator + each.name + " " + to_string(each.type) + " @" + std::to_string(each.offset_bits / 8);
            separator = ", ";
        }
    }
    return text;
}

std::string parts_of(Record one, const gen::PartRules& rules = {}) {
    Layout spec;
    spec.records = {std::move(one)};
    return text_of(in_parts(spec, rules));
}

TEST_CASE("fields that share bytes become a union of its own type") {
    CHECK(
        parts_of(record("R", 8, 4, {field("op", u(32), 0), field("a", u(32), 4), overlapping(field("b", u(32), 4))})) ==
        "R_anon0 union 4/4: a u32 @0, b u32 @0; R 8/4: op u32 @0, anon0 R_anon0 @4");
}

TEST_CASE("a field behind the first byte of a union lies in a structure, behind padding") {
    CHECK(parts_of(record("R", 4, 4, {field("a", u(32), 0), overlapping(field("b", u(16), 2))})) ==
          "R_anon1 4/2: _pad_0 bytes[2] @0, b u16 @2; R_anon0 union 4/4: a u32 @0, anon0 R_anon1 @0; R 4/4: anon1 "
          "R_anon0 "
          "@0");
}

TEST_CASE("an array without a length comes before the padding that it shares, or last") {
    Type open = u(8);
    open.flexible_tail = true;
    Field pad = field("_pad", bytes(3), 5);
    pad.role = Role::padding;
    const auto one =
        record("T", 8, 4, {field("n", u(32), 0), field("m", u(8), 4), overlapping(field("t", open, 5)), pad});
    CHECK(parts_of(one) == "T 8/4: n u32 @0, m u8 @4, t u8[0] @5, _pad bytes[3] @5");
    CHECK(parts_of(one, {.tails = EarlyTail::last}) == "T 8/4: n u32 @0, m u8 @4, t u8[] @5");
}

TEST_CASE("a packed structure that states an alignment holds a packed one, where Rust needs it") {
    Record one = record("P", 14, 2, {field("a", u(8), 0), field("b", u(64), 1), field("c", bytes(5), 9)});
    one.packed = true;
    CHECK(parts_of(one, {.packed_and_aligned = false}) ==
          "P_anon0 packed 14/1: a u8 @0, b u64 @1, c bytes[5] @9; P 14/2: anon0 P_anon0 @0");
    Record limited = record("L", 12, 4, {field("a", u(32), 0), field("b", u(64), 4)});
    limited.packed = true;
    CHECK(parts_of(limited, {.packed_and_aligned = false}) == "L packed 12/4: a u32 @0, b u64 @4");
}

}  // namespace
}  // namespace abi
