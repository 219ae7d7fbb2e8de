#include "check/compare.h"

#include <doctest/doctest.h>

#include "test/declare.h"

using namespace abi;
using namespace abi::test;

namespace {

/// "abi-offset id, abi-size": what a comparison says, without the details.
std::string brief(const Record& expected, const Record& actual) {
    std::string text;
    for (const auto& d : compare_records(expected, actual)) {
        if (!text.empty()) text += ", ";
        text += std::string(row_of(d.rule).id) + (d.field.empty() ? "" : " " + d.field);
    }
    return text;
}

Field bits(const char* name, unsigned at, unsigned width) {
    Field result = field(name, u(32), 0);
    result.offset_bits = at;
    result.bit_width = width;
    return result;
}

}  // namespace

TEST_CASE("a record agrees with itself") {
    CHECK(brief(cmd_packet(), cmd_packet()).empty());
}

TEST_CASE("each way in which a packet drifts has its name") {
    struct Row {
        const char* what;
        Record actual;
        const char* expected;
    };
    const std::vector<Row> rows{
        {"arg of 32 bits, and the size does not change",
         record("P", 32, 16,
                {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(32), 8),
                 field("id", u(128), 16)}),
         "abi-width arg"},
        {"the padding is left to the compiler",
         record("P", 32, 16, {field("kind", u(32), 0), field("arg", u(64), 8), field("id", u(128), 16)}),
         "abi-implicit-padding _pad"},
        {"the padding is written as bytes",
         record("P", 32, 16,
                {field("kind", u(32), 0), field("fill", bytes(4), 4, Role::padding), field("arg", u(64), 8),
                 field("id", u(128), 16)}),
         ""},
        {"packed to 28 bytes",
         record("P", 28, 1, {field("kind", u(32), 0), field("arg", u(64), 4), field("id", u(128), 12)}),
         "abi-offset arg, abi-offset id, abi-size, abi-alignment"},
        {"24 bytes with a narrow arg",
         record("P", 24, 8, {field("kind", u(32), 0), field("arg", u(32), 4), field("id", u(128), 8)}),
         "abi-offset arg, abi-width arg, abi-offset id, abi-size, abi-alignment"},
        {"kind is signed",
         record("P", 32, 16,
                {field("kind", i(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(64), 8),
                 field("id", u(128), 16)}),
         "abi-signedness kind"},
        {"arg is a float",
         record("P", 32, 16,
                {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding),
                 field("arg", scalar(Kind::floating, 64), 8), field("id", u(128), 16)}),
         "abi-kind arg"},
        {"arg has another name at its place",
         record("P", 32, 16,
                {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("argument", u(64), 8),
                 field("id", u(128), 16)}),
         "abi-renamed arg"},
        {"somebody uses the padding",
         record("P", 32, 16,
                {field("kind", u(32), 0), field("flags", u(32), 4), field("arg", u(64), 8), field("id", u(128), 16)}),
         "abi-extra-field flags"},
        {"id is two words",
         record("P", 32, 8,
                {field("kind", u(32), 0), field("_pad", u(32), 4, Role::padding), field("arg", u(64), 8),
                 field("id_low", u(64), 16), field("id_high", u(64), 24)}),
         "abi-missing-field id, abi-extra-field id_low, abi-extra-field id_high, abi-alignment"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        CHECK(brief(cmd_packet(), row.actual) == row.expected);
    }
}

TEST_CASE("swapped fields of one type meet by name, so both are found") {
    const Record expected = record("R", 8, 4, {field("x", u(32), 0), field("y", u(32), 4)});
    const Record swapped = record("R", 8, 4, {field("y", u(32), 0), field("x", u(32), 4)});
    CHECK(brief(expected, swapped) == "abi-offset x, abi-offset y");
}

TEST_CASE("fields at one place of a union meet by similar names, then by type") {
    const auto either = [](std::vector<Field> fields) {
        Record made = record("E", 4, 4, std::move(fields));
        made.kind = RecordKind::union_;
        return made;
    };
    const auto kernel = either({field("_overrun", i(32), 0), field("_uid", u(32), 0)});
    CHECK(brief(either({field("uid", u(32), 0), field("overrun", i(32), 0)}), kernel) ==
          "abi-renamed uid, abi-renamed overrun");
    CHECK(brief(either({field("user", u(32), 0), field("count", i(32), 0)}), kernel) ==
          "abi-renamed user, abi-renamed count");
    CHECK(brief(either({field("uid", i(32), 0)}), either({field("_uid", u(32), 0)})) ==
          "abi-signedness uid, abi-renamed uid");
}

TEST_CASE("an enumeration and its integer are one type") {
    Type named = u(32);
    named.kind = Kind::enumeration;
    named.name = "Kind";
    CHECK(brief(record("R", 4, 4, {field("k", named, 0)}), record("R", 4, 4, {field("k", u(32), 0)})).empty());
}

TEST_CASE("bytes meet any 8-bit integers, and not one wider integer of the same size") {
    const Record expected = record("R", 4, 4, {field("k", bytes(4), 0)});
    CHECK(brief(expected, record("R", 4, 4, {field("k", scalar(Kind::signed_integer, 8, {4}), 0)})).empty());
    CHECK(brief(expected, record("R", 4, 4, {field("k", u(32), 0)})) == "abi-kind k");
}

TEST_CASE("an array of other elements is found although its size agrees") {
    const Record expected = record("R", 8, 4, {field("a", scalar(Kind::unsigned_integer, 32, {2}), 0)});
    CHECK(brief(expected, record("R", 8, 8, {field("a", u(64), 0)})) == "abi-kind a, abi-alignment");
}

TEST_CASE("bit-fields in the other order are found although the bytes agree") {
    const Record expected = record("R", 4, 4, {bits("low", 0, 4), bits("high", 4, 28)});
    const Record turned = record("R", 4, 4, {bits("high", 0, 28), bits("low", 28, 4)});
    CHECK(brief(expected, turned) == "abi-bit-order low, abi-bit-order high");
}

TEST_CASE("bits are in another order where they share a storage unit of their type's width, and elsewhere where not") {
    const auto bit_field = [](const char* name, std::uint64_t type_bits, std::uint64_t at, unsigned width) {
        Field result = bits(name, static_cast<unsigned>(at), width);
        result.type = u(type_bits);
        return result;
    };
    const auto found = [&](std::uint64_t type_bits, std::uint64_t expected_at, std::uint64_t actual_at) {
        return brief(record("R", 8, 8, {bit_field("low", type_bits, expected_at, 4)}),
                     record("R", 8, 8, {bit_field("low", type_bits, actual_at, 4)}));
    };
    CHECK(found(64, 0, 60) == "abi-bit-order low");
    CHECK(found(32, 0, 28) == "abi-bit-order low");
    CHECK(found(32, 0, 32) == "abi-offset low");
    CHECK(found(8, 0, 4) == "abi-bit-order low");
    CHECK(found(8, 0, 8) == "abi-offset low");
}

TEST_CASE("the place of a bit-field names its first bit, even where that is bit 0") {
    const auto differences =
        compare_records(record("R", 4, 4, {bits("low", 4, 4)}), record("R", 4, 4, {bits("low", 0, 4)}));
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].expected == "offset 0, bit 4");
    CHECK(differences[0].actual == "offset 0, bit 0");
}

TEST_CASE("a name that hides a width or a sign is said, and one that states it is not") {
    const auto found = [](Type actual, const char* spelling) {
        actual.spelling = spelling;
        const Record expected = record("R", 8, 8, {field("f", u(64), 0)});
        return compare_records(expected, record("R", 8, 8, {field("f", actual, 0)})).at(0).actual;
    };
    CHECK(found(u(32), "word_t") == "u32 (`word_t`, 4 bytes)");
    CHECK(found(u(32), "uint32_t") == "u32 (4 bytes)");
    CHECK(found(i(64), "long") == "i64 (`long`)");
    CHECK(found(i(64), "int64_t") == "i64");
}

TEST_CASE("a structure written as a union is found") {
    const Record expected = record("R", 8, 4, {field("a", u(32), 0), field("b", u(32), 4)});
    Record actual = record("R", 4, 4, {field("a", u(32), 0), field("b", u(32), 0)});
    actual.kind = RecordKind::union_;
    CHECK(brief(expected, actual) == "abi-offset b, abi-kind, abi-size");
}

TEST_CASE("elements of another width are found although the whole has the right size") {
    struct Row {
        const char* what;
        Type expected;
        Type actual;
        const char* found;
    };
    Type named = u(32);
    named.kind = Kind::enumeration;
    named.name = "K";
    for (const auto& row :
         {Row{"a double and two floats", scalar(Kind::floating, 64), scalar(Kind::floating, 32, {2}), "abi-kind f"},
          {"an enumeration and two shorts", named, scalar(Kind::unsigned_integer, 16, {2}), "abi-kind f"},
          {"rows and columns swapped", scalar(Kind::unsigned_integer, 32, {2, 3}),
           scalar(Kind::unsigned_integer, 32, {3, 2}), "abi-kind f"},
          {"a matrix written as a list", scalar(Kind::unsigned_integer, 32, {2, 3}),
           scalar(Kind::unsigned_integer, 32, {6}), ""},
          {"two longs and four ints", scalar(Kind::unsigned_integer, 64, {3}), scalar(Kind::unsigned_integer, 32, {6}),
           "abi-width f"},
          {"bytes and a list of them", bytes(8), scalar(Kind::unsigned_integer, 8, {8}), ""}}) {
        CAPTURE(row.what);
        CHECK(brief(record("R", 24, 8, {field("f", row.expected, 0)}),
                    record("R", 24, 8, {field("f", row.actual, 0)})) == row.found);
    }
}

TEST_CASE("an open array of wider elements is found although neither has a size") {
    Type wide = u(64);
    wide.flexible_tail = true;
    Type narrow = u(32);
    narrow.flexible_tail = true;
    const Record expected = record("R", 8, 8, {field("n", u(64), 0), field("tail", wide, 8)});
    const Record actual = record("R", 8, 8, {field("n", u(64), 0), field("tail", narrow, 8)});
    const auto differences = compare_records(expected, actual);
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].rule == Rule::width);
    CHECK(differences[0].expected == "u64[] (8 bytes each)");
    CHECK(differences[0].actual == "u32[] (4 bytes each)");
}

TEST_CASE("an enumeration that is signed on one side is found") {
    Type of_spec = u(32);
    of_spec.kind = Kind::enumeration;
    of_spec.name = "K";
    Type signed_one = of_spec;
    signed_one.is_signed = true;
    const Record expected = record("R", 4, 4, {field("k", of_spec, 0)});
    CHECK(brief(expected, record("R", 4, 4, {field("k", signed_one, 0)})) == "abi-signedness k");
    CHECK(brief(expected, record("R", 4, 4, {field("k", i(32), 0)})) == "abi-signedness k");
}

TEST_CASE("an integer that is as wide as a pointer on every target may hold an address") {
    const Type pointer{.kind = Kind::pointer, .width_bits = 64, .host_sized = true};
    Type address = u(64);
    const auto with = [](const Type& type) { return record("R", 8, 8, {field("address", type, 0)}); };
    CHECK(brief(with(pointer), with(address)).empty());
    CHECK(brief(with(address), with(pointer)) == "abi-kind address");
    address.host_sized = true;
    CHECK(brief(with(address), with(pointer)) == "abi-form address");
}

TEST_CASE("members of a base class meet by their own names") {
    const Record expected = record("R", 8, 4, {field("src", u(32), 0), field("dst", u(32), 4)});
    CHECK(brief(expected, record("R", 8, 4, {field("B::src", u(32), 0), field("B::dst", u(32), 4)})).empty());
    CHECK(brief(expected, record("R", 8, 4, {field("B::dst", u(32), 0), field("B::src", u(32), 4)})) ==
          "abi-offset src, abi-offset dst");
}

TEST_CASE("padding of the spec may be declared under its own name, or as reserved") {
    const Record expected = record("R", 8, 4, {field("a", u(32), 0), field("unused", u(32), 4, Role::padding)});
    CHECK(brief(expected, record("R", 8, 4, {field("a", u(32), 0), field("unused", u(32), 4)})).empty());
    CHECK(brief(expected, record("R", 8, 4, {field("a", u(32), 0), field("rsv", u(32), 4, Role::reserved)})).empty());
    CHECK(brief(expected, record("R", 8, 4, {field("a", u(32), 0), field("b", u(32), 4)})) == "abi-extra-field b");
}

TEST_CASE("a record that grows at its end may be declared shorter, at a field's border") {
    Record expected = record("R", 12, 4, {field("a", u(32), 0), field("b", u(32), 4), field("c", u(32), 8)});
    const Record prefix = record("R", 8, 4, {field("a", u(32), 0), field("b", u(32), 4)});
    CHECK(brief(expected, prefix) == "abi-missing-field c, abi-size");
    expected.grows_at_end = true;
    CHECK(brief(expected, prefix).empty());
    CHECK(brief(expected, record("R", 8, 4, {field("a", u(32), 0)})) == "abi-missing-field b");
}

TEST_CASE("the same bytes in another form are a note, and another meaning is not") {
    struct Row {
        const char* what;
        std::vector<Field> expected;
        std::vector<Field> actual;
        const char* differences;
    };
    const auto one_bit = [](Kind kind, unsigned width = 1) {
        Field made = bits("on", 0, width);
        made.type.kind = kind;
        return made;
    };
    const auto half = [](unsigned at) {
        Field made = bits("x", at, 16);
        return made;
    };
    const Field rest = bits("rest", 1, 31);
    const Field high = bits("y", 16, 16);
    const Type opaque = scalar(Kind::record, 64);
    const auto tail = [](Kind kind, const char* spelling) {
        Type made = scalar(kind, 8);
        made.flexible_tail = true;
        made.spelling = spelling;
        return made;
    };
    const auto one = [](Kind kind, const char* spelling) {
        Type made = scalar(kind, 8);
        made.spelling = spelling;
        return made;
    };
    const auto four = [](Kind kind, const char* spelling) {
        Type made = scalar(kind, 8, {4});
        made.spelling = spelling;
        return made;
    };
    const std::vector<Row> rows{
        {"one bit as a truth value", {one_bit(Kind::unsigned_integer), rest}, {one_bit(Kind::boolean), rest}, ""},
        {"one signed bit is 0 or -1",
         {one_bit(Kind::boolean), rest},
         {one_bit(Kind::signed_integer), rest},
         "abi-kind on"},
        {"two bits are no truth value",
         {one_bit(Kind::unsigned_integer, 2)},
         {one_bit(Kind::boolean, 2)},
         "abi-kind on"},
        {"a bit-field of whole bytes",
         {field("x", u(16), 0), field("y", u(16), 2)},
         {half(0), high},
         "abi-form x, abi-form y"},
        {"a signed one", {field("x", i(16), 0), field("y", u(16), 2)}, {half(0), high}, "abi-signedness x, abi-form y"},
        {"a bit-field of whole bytes elsewhere",
         {field("x", u(16), 0), field("y", u(16), 2)},
         {half(8), bits("y", 24, 8)},
         "abi-offset x, abi-offset y, abi-width y"},
        {"reserved bytes cut otherwise",
         {field("r", scalar(Kind::unsigned_integer, 32, {2}), 0, Role::reserved)},
         {field("rsvd", u(64), 0, Role::reserved)},
         ""},
        {"reserved bytes that are used",
         {field("r", scalar(Kind::unsigned_integer, 32, {2}), 0, Role::reserved)},
         {field("r", u(32), 0, Role::reserved), field("used", u(32), 4)},
         "abi-extra-field used"},
        {"reserved bytes that are left to the compiler",
         {field("r", scalar(Kind::unsigned_integer, 32, {2}), 0, Role::reserved)},
         {field("r", u(32), 0, Role::reserved)},
         "abi-implicit-padding r"},
        {"padding of the spec under its name, wider",
         {field("pad_a", u(16), 0, Role::padding), field("b", u(16), 2, Role::padding), field("v", u(32), 4)},
         {field("pad_a", u(32), 0), field("v", u(32), 4)},
         ""},
        {"padding of the spec under a name that says so",
         {field("p", u(32), 0, Role::padding), field("v", u(32), 4)},
         {field("dev_padding", u(32), 0), field("v", u(32), 4)},
         ""},
        {"a field that is called padding and reaches into data",
         {field("p", u(32), 0, Role::padding), field("v", u(32), 4)},
         {field("dev_padding", u(64), 0)},
         "abi-missing-field v, abi-extra-field dev_padding"},
        {"a name beside another alternative, where the spec has padding",
         {field("p", bytes(2), 0, Role::padding), field("x", u(64), 0)},
         {field("raw", bytes(2), 0), field("x", u(64), 0)},
         "abi-extra-field raw"},
        {"padding beside another alternative, under its name",
         {field("p", bytes(2), 0, Role::padding), field("x", u(64), 0)},
         {field("p", bytes(2), 0), field("x", u(64), 0)},
         ""},
        {"raw memory over a record", {field("x", bytes(8), 0)}, {field("x", opaque, 0)}, "abi-form x"},
        {"raw memory over a number", {field("x", bytes(8), 0)}, {field("x", u(64), 0)}, "abi-kind x"},
        {"raw memory over less", {field("x", bytes(8), 0)}, {field("x", u(32), 0)}, "abi-kind x"},
        {"bytes of a number",
         {field("x", u(64), 0)},
         {field("x", scalar(Kind::unsigned_integer, 8, {8}), 0)},
         "abi-kind x"},
        {"a tail of plain char",
         {field("t", tail(Kind::unsigned_integer, "u8"), 8)},
         {field("t", tail(Kind::signed_integer, "char"), 8)},
         ""},
        {"a tail of signed numbers",
         {field("t", tail(Kind::unsigned_integer, "u8"), 8)},
         {field("t", tail(Kind::signed_integer, "signed char"), 8)},
         "abi-signedness t"},
        {"an array of plain char",
         {field("t", four(Kind::unsigned_integer, "u8"), 0)},
         {field("t", four(Kind::signed_integer, "char"), 0)},
         ""},
        {"signed bytes and a plain char that is signed",
         {field("t", four(Kind::signed_integer, "i8"), 0)},
         {field("t", four(Kind::signed_integer, "char"), 0)},
         ""},
        {"signed bytes and a plain char that is not signed",
         {field("t", four(Kind::signed_integer, "i8"), 0)},
         {field("t", four(Kind::unsigned_integer, "char"), 0)},
         "abi-signedness t"},
        {"a char of Nim and one of C",
         {field("c", one(Kind::unsigned_integer, "char"), 0)},
         {field("c", one(Kind::signed_integer, "char"), 0)},
         ""},
        {"a char and a number without a sign",
         {field("c", one(Kind::signed_integer, "char"), 0)},
         {field("c", one(Kind::unsigned_integer, "u8"), 0)},
         "abi-signedness c"},
        {"plain char with both signs",
         {field("t", four(Kind::signed_integer, "char"), 0)},
         {field("t", four(Kind::unsigned_integer, "char"), 0)},
         ""},
        {"an array of signed bytes",
         {field("t", four(Kind::unsigned_integer, "u8"), 0)},
         {field("t", four(Kind::signed_integer, "signed char"), 0)},
         "abi-signedness t"},
        {"a member of a base class", {field("Base::value", u(64), 0)}, {field("Base::value", u(64), 0)}, ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        CHECK(brief(record("R", 8, 4, row.expected), record("R", 8, 4, row.actual)) == row.differences);
    }
}
